"""The Ed25519 key that seals are signed with: made on first use, readable by its owner alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from crawler.config import Settings
from crawler.evidence.canonical import sha256
from crawler.evidence.durable import sync_folder


class KeyUnusable(RuntimeError):
    """The key file is not a key, or others can read it; the text says what to do."""


def key_file(settings: Settings) -> Path:
    return settings.secret_file or settings.data_dir / "seals" / "signer.key"


def load_key(settings: Settings) -> Ed25519PrivateKey:
    """The signing key, made now when there is none."""
    path = key_file(settings)
    if not path.exists():
        make_key(path)
    return read_key(path)


def read_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file that only its owner can read."""
    if path.stat().st_mode & 0o077:
        raise KeyUnusable(f"Khóa ký {path} để người khác đọc được: đổi quyền bằng chmod 600 {path}, và cân nhắc thay "
                          "khóa nếu đã lộ.")
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable(f"Tệp {path} không phải khóa riêng dạng PEM: {error}. Đặt SOICONG_SECRET_FILE tới đúng tệp, "
                          "hoặc phục hồi khóa từ bản sao lưu.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"Khóa trong {path} không phải khóa Ed25519. Đặt SOICONG_SECRET_FILE tới đúng tệp.")
    return key


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The public key as printed and given out."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_id(key: Ed25519PublicKey) -> str:
    """sha256 of the key's 32 bytes: what a regulation prints and a case file is compared with."""
    return sha256(key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


def make_key(path: Path) -> None:
    """A new key under its name at once or not at all; of two processes the first one's stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(name)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()
    sync_folder(path.parent)
