"""TLS contexts of the fault server: certificates made for the run, each wrong in one way or in none."""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)


@cache
def folder() -> Path:
    """Where the run keeps its authority and certificates; the crawler is told of the authority by SSL_CERT_FILE."""
    return Path(tempfile.mkdtemp(prefix="soi-tls-"))


@cache
def _authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Soi Cong test authority")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(NOW - timedelta(days=400)).not_valid_after(NOW + timedelta(days=400))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256()))
    (folder() / "authority.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key, made


def authority_file() -> Path:
    _authority()
    return folder() / "authority.pem"


def context(address: str, begin: datetime = NOW - timedelta(days=1), end: datetime = NOW + timedelta(days=90),
            rsa: bool = False) -> ssl.SSLContext:
    """A server context with a certificate of the authority for one address."""
    signer, issuer = _authority()
    key = ec.generate_private_key(ec.SECP256R1())
    made = (x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cong.thu")])).issuer_name(issuer.subject)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(begin).not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
            .sign(signer, hashes.SHA256()))
    path = folder() / f"{address}-{made.serial_number}.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                       serialization.NoEncryption()) + made.public_bytes(serialization.Encoding.PEM))
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(path)
    return found


def good(address: str) -> ssl.SSLContext:
    return context(address)


def expired(address: str) -> ssl.SSLContext:
    return context(address, NOW - timedelta(days=300), NOW - timedelta(days=10))


def foreign(address: str) -> ssl.SSLContext:
    return context("192.0.2.1")


def old_protocol(address: str) -> ssl.SSLContext:
    """TLS 1.0 and nothing newer, as servers of 2010 have it."""
    found = context(address)
    found.set_ciphers("ALL:@SECLEVEL=0")
    found.minimum_version = found.maximum_version = ssl.TLSVersion.TLSv1
    return found


def http2_only(address: str) -> ssl.SSLContext:
    """Offers h2 and nothing else: a client that does not name it is refused in the handshake."""
    found = context(address)
    found.set_alpn_protocols(["h2"])
    return found
