"""What the e-mail says that tells a patient of an answer: the same to everybody, in their language.

No name of a team, no reference, topic or code: mail servers learn that somebody wrote to a support team here,
and no more.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`text` has a place for the address of the way back."""

    subject: str
    text: str


ENGLISH = Words(
    "You have an answer",
    """\
There is an answer to a message that you sent.

To read it, open this page. You need the return code that you kept:
{address}

Please do not reply to this email. Nobody reads what is sent to its address.

You get one email like this at most until you have looked. To stop them, open
your conversation on that page and press "Stop emails". They also stop when the
conversation is closed.

If you sent no message, somebody may have typed your address by mistake. You
can ignore this email.
""",
)
SPANISH = Words(
    "Tiene una respuesta",
    """\
Hay una respuesta a un mensaje que usted envió.

Para leerla, abra esta página. Necesita el código de regreso que guardó:
{address}

Por favor, no conteste a este correo. Nadie lee lo que llega a su dirección.

Recibirá como máximo un correo así hasta que entre a mirar. Para no recibir
más, abra su conversación en esa página y pulse "No enviarme más correos".
También terminan cuando la conversación se cierra.

Si usted no envió ningún mensaje, alguien puede haber escrito su dirección por
error. Puede ignorar este correo.
""",
)
_BY_LANGUAGE = {"en": ENGLISH, "es": SPANISH}


def words_in(language: str) -> Words:
    """Those of the language without its region; English where there are none."""
    return _BY_LANGUAGE.get(language.partition("-")[0], ENGLISH)
