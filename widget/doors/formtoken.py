"""The form's token: signed, timed, bound to its inbox, and without a cookie.

WebKit keeps no cookie for a frame on another site's page, so Flask-WTF's session token cannot work there.
This one is in the page and comes back in a header. With no cookie to ride on it proves that the form was
opened here not long ago; that the post comes from the form is for Origin to say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm  # type: ignore[import-untyped]  # it has no types
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError
from wtforms.csrf.core import CSRF

from widget.store.keyfolder import KeyFolder

FIELD = "csrf_token"
EXPIRED, FORGED = "expired", "forged"


class FormTokens:
    """Gives out and checks tokens; they last `seconds`."""

    def __init__(self, keys: KeyFolder, seconds: int, clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self._keys = keys
        self._clock = clock
        self._made: _Signer | None = None

    def issue(self, slug: str) -> str:
        return self._signer.sign(slug).decode()

    def check(self, slug: str, token: str) -> None:
        """Raises ValidationError with EXPIRED or FORGED."""
        try:
            signed_for = self._signer.unsign(token, max_age=self.seconds)
        except SignatureExpired as problem:
            raise ValidationError(EXPIRED if problem.payload == slug.encode() else FORGED) from None
        except BadSignature:
            raise ValidationError(FORGED) from None
        if signed_for != slug.encode():
            raise ValidationError(FORGED)

    @property
    def _signer(self) -> _Signer:
        # Made at the first use: the key folder need not exist when the application is made.
        if self._made is None:
            self._made = _Signer(self._keys.secret("form-token"), self._clock)
        return self._made


class FormToken(CSRF):
    """What WTForms asks for a token and for its check.

    `csrf_context` is (FormTokens, the inbox's slug, whether the form came back, and needs no new one).
    """

    def setup_form(self, form: Any) -> Any:
        self._tokens, self._slug, self._returned = form.meta.csrf_context
        return super().setup_form(form)

    def generate_csrf_token(self, _field: Any) -> str:
        return "" if self._returned else self._tokens.issue(self._slug)

    def validate_csrf_token(self, _form: Any, field: Any) -> None:
        self._tokens.check(self._slug, field.data or "")


class LetterForm(FlaskForm):  # type: ignore[misc]
    """The token alone. What patients type is sealed in the browser and is never posted as a form."""

    class Meta:
        csrf = True
        csrf_class = FormToken
        csrf_field_name = FIELD


def form_for(tokens: FormTokens, slug: str, returned: str | None = None) -> LetterForm:
    """The inbox's form with a fresh token, or with the one that was `returned`, to be validated."""
    data = None if returned is None else MultiDict({FIELD: returned})
    return LetterForm(formdata=data, meta={"csrf_context": (tokens, slug, returned is not None)})


class _Signer(TimestampSigner):
    """HMAC-SHA256 under a key that has no other use, so none is derived from it for each token."""

    def __init__(self, key: bytes, clock: Callable[[], float]) -> None:
        super().__init__(key, key_derivation="none", digest_method=hashlib.sha256)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock())
