import re
import socket

import pytest
from starlette.datastructures import Headers

from assistant.errors import BadSettings, CannotServe
from assistant.keys import KeyStore
from assistant.web.access import (
    Access,
    Visitor,
    check_access,
    check_host,
    is_loopback_name,
    is_own_origin,
    networks_of,
    open_listener,
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "candour.example", "", "::", "127.0.0.2"])
def test_other_hosts_need_a_choice_of_who_may_ask(host):
    with pytest.raises(CannotServe, match="--access open"):
        check_host(host, None)
    check_host(host, "open")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_is_allowed(host):
    check_host(host, None)


def test_access_that_lets_nobody_in_is_refused(tmp_path):
    keys = KeyStore(tmp_path / "keys.json")
    with pytest.raises(CannotServe, match=rf"CANDOUR_HOME={re.escape(str(tmp_path))} \S*candour key create NAME"):
        check_access(Access("key", keys))
    with pytest.raises(CannotServe, match="CANDOUR_PROXIES"):
        check_access(Access("proxy"))
    keys.create("me", ("ask",))
    check_access(Access("key", keys))
    check_access(Access("proxy", proxies=networks_of("10.0.0.5")))


@pytest.mark.parametrize("told", ["proxy.example", "10.0.0.0/33", "10.0.0.5/8"])
def test_what_is_no_network_is_named(told):
    with pytest.raises(BadSettings, match=told):
        networks_of(told)


def test_all_addresses_of_one_subscriber_are_counted_as_one():
    one, other = Visitor(None, "2001:db8:1:2::1", ("ask",)), Visitor(None, "2001:db8:1:2:ffff::7", ("ask",))
    assert one.id == other.id
    assert one.id != Visitor(None, "2001:db8:1:3::1", ("ask",)).id
    assert Visitor(None, "192.0.2.1", ("ask",)).id == "address 192.0.2.1"
    assert Visitor(None, "192.0.2.1", ("ask",)).id != Visitor(None, "192.0.2.2", ("ask",)).id


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # not a proxy: what it says of others does not count
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1, 10.0.0.6", "198.51.100.1"),  # the first was written by the visitor
        ("10.0.0.5", "10.0.0.6", "10.0.0.5"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "1.2.3.4, unknown, 10.0.0.6", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1:50123", "198.51.100.1"),
        ("10.0.0.5", "2001:DB8::1", "2001:db8::1"),
        ("10.0.0.5", "[2001:db8::1]:50123", "2001:db8::1"),
        ("10.0.0.5", "198.51.100.1, 10.0.0.6:4711", "198.51.100.1"),
        ("::ffff:10.0.0.5", "198.51.100.1", "198.51.100.1"),  # of a socket that takes IPv4 and IPv6
        ("::ffff:203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.5", "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_taken_from_trusted_proxies_only(peer, forwarded, address):
    access = Access("open", proxies=networks_of("10.0.0.0/24"))
    assert access.address_of(peer, Headers({"x-forwarded-for": forwarded})) == address


def test_a_line_that_a_proxy_adds_counts_and_not_the_visitors_own():
    told = Headers(raw=[(b"x-forwarded-for", each) for each in (b"1.2.3.4", b"5.6.7.8, 198.51.100.1")])
    assert Access("open", proxies=networks_of("10.0.0.5")).address_of("10.0.0.5", told) == "198.51.100.1"


def test_who_comes_with_two_names_is_nobody():
    access = Access("proxy", proxies=networks_of("10.0.0.5"))
    names = [(b"x-forwarded-user", each) for each in (b"jo", b"root")]
    assert access.visitor("10.0.0.5", Headers(raw=names[:1]), None).name == "jo"
    assert access.visitor("10.0.0.5", Headers(raw=names), None) is None


def test_a_taken_port_is_one_plain_sentence_with_the_way_out():
    with open_listener("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CannotServe, match=rf"Port {port} .*make chat PORT={port + 1}, or --port {port + 1}"
        ) as error:
            open_listener("127.0.0.1", port)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_a_number_that_is_no_port_is_refused(port):
    with pytest.raises(CannotServe, match=str(port)):
        open_listener("127.0.0.1", port)


def test_an_open_listener_takes_connections_before_anything_is_loaded():
    with (
        open_listener("localhost", 0) as listener,
        socket.create_connection(("127.0.0.1", listener.getsockname()[1]), timeout=2),
    ):
        pass


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:7860", True),
        ("LOCALHOST:80", True),
        ("[::1]:7860", True),
        ("[::1]", True),
        ("evil.example", False),  # a name made to point here
        ("evil.example:7860", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example:7860", False),
        ("127.0.0.1:80@evil", False),
        ("[::2]:7860", False),
        ("", False),
    ],
)
def test_only_this_machines_names_are_answered(host, expected):
    assert is_loopback_name(host) is expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://127.0.0.1:7860", True),
        ("http://127.0.0.1:9999", False),  # another program on this machine
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_only_our_own_pages_scripts_are_answered(origin, expected):
    assert is_own_origin(origin, "127.0.0.1:7860") is expected
