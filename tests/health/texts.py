"""Texts that nobody would write, to hold two programs to the same findings."""

from random import Random

from widget.health.compiler import LISTS

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ODD = [
    *(
        "\u200b",
        "\u200d",
        "\u00ad",
        "\u202e",
        "\ufeff",
        "\u0301",
        "\u0303",
        "\ud83d",
        "\ude00",
        "\U0001f600",
        "\0",
    ),
    *(
        "\uff11",
        "\uff12",
        "\u0663",
        "\U0001d7d8",
        "\u0430",
        "\u043e",
        "\u03bf",
        "\u00df",
        "\u0130",
        "\u017f",
        "\u212a",
    ),
    *(
        "<b>",
        "&nbsp;",
        "\u00a0",
        "\u2028",
        "\r\n",
        "\t",
        "\u4e2d",
        "\u05d0",
        "\u2013",
        "\u2019",
        "\u00bf",
        "\u00bd",
    ),
]
SHAPES = """
###-##-####
4### #### #### ####
############
##/##/####
1#/1#/198#
###/##
(###) ###-####
+## ### ### ###
GB## NWBK #### #### #### ##
x#x@mail.org
### Oak Street Apt #
calle Mayor ##
#########
##.#
1EG#-TE#-MK##
two oh ##, five-5-six, ocho # nueve oh
""".strip().splitlines()
LEADS = """
my SSN is
DOB:
MRN
Member ID:
password is
call me
routing number
nac\u00ed el
bank account
I have
tengo
sick of
no puedo
my
Dr.
a 5 mg
""".strip().splitlines()


def odd_texts(count: int, seed: int) -> list[str]:
    """The same texts for the same seed."""
    random = Random(seed)
    terms = _terms()
    return [_text(random, terms) for _ in range(count)]


def _terms() -> list[str]:
    paths = sorted(LISTS.glob("*/*.txt"))
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return [line.partition(" = ")[0] for line in lines if line and not line.startswith("# ")]


def _text(random: Random, terms: list[str]) -> str:
    parts = [_part(random, terms) for _ in range(random.randint(1, 14))]
    return random.choice([" ", " ", " ", "", ". ", "\n"]).join(parts)


def _part(random: Random, terms: list[str]) -> str:
    made = random.randrange(6)
    if made == 0:
        return f"{random.choice(LEADS)} {_shape(random)}"
    if made == 1:
        return "".join(random.choices(LETTERS, k=random.randint(1, 9)))
    if made == 2:
        return random.choice(ODD) * random.randint(1, 3)
    words = _written(random, random.choice(terms))
    return _marred(random, words) if made == 3 else words


def _shape(random: Random) -> str:
    return "".join(str(random.randrange(10)) if c == "#" else c for c in random.choice(SHAPES))


def _written(random: Random, term: str) -> str:
    """The term as somebody may write it: one of its choices, an ending to its stems."""
    words = [random.choice(part.rstrip("?").split("|")) for part in term.split(" ")]
    filled = [word.replace("*", random.choice(["", "s", "ing"])).replace("#", "120") for word in words]
    return " ".join(random.choice(["chest", "mi", "x y"]) if w[:1] in "<~_" else w for w in filled)


def _marred(random: Random, words: str) -> str:
    """With a letter lost, changed in case, or something odd within."""
    at = random.randrange(len(words) + 1)
    return words[:at] + random.choice([*ODD, "", "E"]) + words[at + random.randrange(2) :]
