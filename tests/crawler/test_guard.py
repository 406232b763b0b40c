"""The address guard: no spelling of a private address and no foreign host gets through."""

import ipaddress

import pytest
from twisted.internet.error import DNSLookupError

from crawler.guard import AddressRefused, GuardedResolver, NameUnknown, address_allowed, literal_address, refusal

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
HOSTS = frozenset({"laocai.gov.vn", "127.1.0.1"})


@pytest.mark.parametrize("host", [
    "127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]",
    "169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "0.0.0.0", "100.64.0.1", "224.0.0.1", "[fe80::1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[fc00::1]", "2852039166",
])
def test_private_addresses_are_refused_in_every_spelling(host):
    bare = host.strip("[]")
    why = refusal(f"http://{host}/", frozenset({bare}), ())
    assert why is not None and "mạng riêng" in why


@pytest.mark.parametrize(("url", "word"), [
    ("ftp://laocai.gov.vn/", "http/https"), ("file:///etc/passwd", "http/https"), ("data:text/html,x", "http/https"),
    ("http://evil.example/", "ngoài danh sách"), ("http://user:pw@laocai.gov.vn/", "tên người dùng"),
    ("http://laocai.gov.vn.evil.example/", "ngoài danh sách"), ("http://laocai.gov.vn:99999/", "hỏng"),
    ("http://[bad/", "hỏng"),
])
def test_foreign_and_broken_addresses_are_refused_with_a_reason(url, word):
    why = refusal(url, HOSTS, ())
    assert why is not None and word in why


def test_the_portals_own_host_may_be_asked():
    assert refusal("https://laocai.gov.vn/tin-tuc", HOSTS, ()) is None


def test_test_networks_are_opened_only_by_the_setting():
    assert refusal("http://127.1.0.1:8161/", HOSTS, ()) is not None
    assert refusal("http://127.1.0.1:8161/", HOSTS, LOOPBACK) is None


def test_public_addresses_are_allowed():
    assert address_allowed("203.162.0.11", ()) and not address_allowed("::ffff:10.0.0.1", ())


def test_names_are_not_numbers():
    assert literal_address("laocai.gov.vn") is None
    assert literal_address("0x7f.1") == "127.0.0.1"


def test_the_resolver_refuses_a_name_that_points_inside():
    resolver = object.__new__(GuardedResolver)
    resolver.allowed = ()
    with pytest.raises(AddressRefused, match="không được phép"):
        resolver._check("10.1.2.3", "rebind.example")


def test_the_resolver_remembers_why_a_name_failed():
    from twisted.python.failure import Failure

    resolver = object.__new__(GuardedResolver)
    with pytest.raises(DNSLookupError):
        resolver._remember(Failure(NameUnknown("không có tên miền x")), "x")
    assert isinstance(GuardedResolver.causes["x"], NameUnknown)
