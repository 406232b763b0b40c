"""Passwords: argon2id, long enough, and one answer for all that is wrong at a login."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

LEAST = 15      # characters (ASVS 5.0, 6.2.1): length counts, rules about signs do not
LEAST_KINDS = 6  # different characters: "aaaaaaaaaaaaaaa" is long as well

_HASHER = PasswordHasher()
#: What an unknown name is checked against, so that it takes as long as a known one.
_NOBODY = _HASHER.hash("không ai dùng mật khẩu này cả")


class WeakPassword(ValueError):
    """The password would be guessed; the text says what is asked for."""


def hash_password(password: str, name: str) -> str:
    """The hash to keep; `WeakPassword` for what is too short, repeats itself or contains the name."""
    if len(password) < LEAST:
        raise WeakPassword(f"Mật khẩu phải có ít nhất {LEAST} ký tự. Một câu dễ nhớ là tốt nhất.")
    if len(set(password)) < LEAST_KINDS or name.lower() in password.lower():
        raise WeakPassword("Mật khẩu lặp đi lặp lại một vài ký tự hoặc chứa tên đăng nhập. Hãy chọn một câu khác.")
    return _HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; without a hash it takes as long and is never right."""
    try:
        return _HASHER.verify(kept or _NOBODY, password) and kept is not None
    except VerificationError:
        return False
