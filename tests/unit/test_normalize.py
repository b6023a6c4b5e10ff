"""Volatile text becomes placeholders, one for one identity; nothing else is ever hidden."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from livedoc.normalize import Normalizer

LONG = "88fa37ca97e31df95a3b851c2805e7347911a9afac6ba24ff9f313e841dc6501"
OTHER = "fd714605de8f56c16f56d4be0a58e8209158362e2408dc9772ec57cbcbd104c3"


def normal(output: str) -> str:
    """Normalise one output by itself."""
    return Normalizer()(output)


def test_an_identity_is_the_same_in_every_step() -> None:
    """The long ID of `run` is the short one of `ps` and of `logs`; another is another."""
    normalise = Normalizer()
    assert normalise(f"{LONG}\n{OTHER}\n") == "<id-1>\n<id-2>\n"
    assert normalise(f"{OTHER[:12]}   nginx\n{LONG[:12]}   nginx\n") == (
        "<id-2>  nginx\n<id-1>  nginx\n"
    )
    assert normalise(f"container {LONG} died, sha256:{OTHER}\n") == (
        "container <id-1> died, sha256:<id-2>\n"
    )


def test_other_ids_of_the_same_pattern_are_the_same_output() -> None:
    """What matters is who is who, not what they are called."""
    first, second = Normalizer(), Normalizer()
    assert first(f"{LONG}\n{OTHER}\n") == second(f"{OTHER}\n{LONG}\n")
    assert first(f"rm {LONG[:12]}") != second(f"rm {LONG[:12]}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("02:42:ac:11:00:02", "02:42:ac:11:00:03"),
        ("192.168.100.11", "192.168.100.12"),
        ("0.0.0.0:32768", "0.0.0.0:32769"),
        (LONG, OTHER),
        (f"sha256:{LONG}", f"sha256:{OTHER}"),
        ("y8c0eqj8imoo2l2w0umvngtlr", "zfmfsulvok4i20um9zbifjkd5"),
        ("x  824730918276  y", "x  824730918277  y"),
    ],
)
def test_two_identities_are_never_one(one: str, other: str) -> None:
    """Addresses that begin alike are two, as two IDs are."""
    assert normal(f"{one}\n{one}") != normal(f"{one}\n{other}")
    assert normal(f"{one}\n{other}") == normal(f"{other}\n{one}")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("inet 172.17.0.2/16 gw 10.0.0.1", "inet <ip-1>/16 gw <ip-2>"),
        ("127.0.0.1:8080->80/tcp", "127.0.0.1:8080->80/tcp"),
        ("0.0.0.0:32768->5432/tcp, [::]:32768", "0.0.0.0:<port-1>->5432/tcp, [::]:<port-1>"),
        ("127.0.0.1:61000 8.8.8.8:53 172.32.0.1", "127.0.0.1:61000 8.8.8.8:53 172.32.0.1"),
        ('172.17.0.1 - - [24/Nov/2026:03:11:28 +0000] "GET /"', '<ip-1> - - [<time>] "GET /"'),
        ('[24/Nov/2026 03:11:28] "GET / HTTP/1.1" 200 -', '[<time>] "GET / HTTP/1.1" 200 -'),
        ("2026/11/24 03:11:28 [notice] 1#1: start", "<time> [notice] 1#1: start"),
        ("2026-11-24 03:11:28.123 UTC [47] LOG:  up", "<time> [<pid>] LOG:  up"),
        ("2026-11-24T03:11:28.123456789Z a", "<time> a"),
        ("2026-11-24 03:11:28 +0000 UTC", "<time>"),
        ("2026-11-24 03:11:28,123 INFO", "<time> INFO"),
        ("Tue Nov 24 03:11:28 UTC 2026", "<time>"),
        ("Date: Tue, 24 Nov 2026 03:11:28 GMT", "Date: <time>"),
        ("1:M 24 Nov 2026 03:11:28.123 * Ready", "1:M <time> * Ready"),
        ("Nov 24 03:11:28 ERR foo", "<time> ERR foo"),
        ("-rw-r--r-- 1 root root 5 Nov 24 03:11 a", "-rw-r--r-- 1 root root 5 <time> a"),
        ("-rw-r--r-- 1 root root 5 Nov 14  2023 a", "-rw-r--r-- 1 root root 5 <time> a"),
        ("2 seconds ago", "<ago> ago"),
        ("Exited (0) Less than a second ago", "Exited (0) <ago> ago"),
        ("About a minute ago", "<ago> ago"),
        ("Up 3 minutes (healthy)", "Up <up> (healthy)"),
        ("Up About an hour", "Up <up>"),
        ("within 3 minutes", "within 3 minutes"),
        ("took 0.1s, 12.5 ms", "took <seconds>, <seconds>"),
        ("real\t0m0.123s", "real  <seconds>"),
        ("real\t0m0.:00s", "real  <seconds>"),
        ("--timeout 30s", "--timeout 30s"),
        ("184MB  1.2GiB  0B  5.24kB", "<size>  <size>  <size>  <size>"),
        ("python 3.13.1, deadbeef, 123456789012", "python 3.13.1, deadbeef, 123456789012"),
        ("\x1b[32mok\x1b[0m  \t\n", "ok\n"),
        ("NAME      PORTS\nweb-1     80", "NAME  PORTS\nweb-1  80"),
        ("a----------b", "a----b"),
    ],
)
def test_volatile_fields_are_masked_and_others_not(output: str, expected: str) -> None:
    """Addresses, ephemeral ports, times, durations and sizes go; what a reader set stays."""
    assert normal(output) == expected


PULL = """\
Unable to find image 'nginx:latest' locally
latest: Pulling from library/nginx
0a1b2c3d4e5f: Pulling fs layer
f5e4d3c2b1a0: Waiting
0a1b2c3d4e5f: Download complete
0a1b2c3d4e5f: Pull complete
Digest: sha256:88fa37ca97e31df95a3b851c2805e7347911a9afac6ba24ff9f313e841dc6501
Status: Downloaded newer image for nginx:latest
"""


def test_the_progress_of_a_pull_is_left_out() -> None:
    """That a layer waits is the machine's; that it came, what was pulled and from where stays."""
    waiting = re.compile("^.*: (Waiting|Download complete)\n", re.MULTILINE)
    assert normal(PULL) == normal(waiting.sub("", PULL))
    assert normal(PULL) == normal(PULL.replace("0a1b2c3d4e5f", "0123456789ab"))
    assert normal(PULL) != normal(PULL.replace("0a1b2c3d4e5f: Pull complete\n", ""))
    assert normal(PULL) != normal(PULL.replace("Pull complete", "Already exists"))
    assert "Status: Downloaded newer image for nginx:latest" in normal(PULL)
    assert normal(PULL) != normal(PULL.replace("library/nginx", "library/redis"))


def test_the_layers_of_a_push_may_come_in_any_order() -> None:
    """They are pushed side by side; a missing one is noticed."""
    push = f"{LONG[:12]}: Pushed\n{OTHER[:12]}: Layer already exists\nlatest: done"
    other = f"{OTHER[:12]}: Layer already exists\n{LONG[:12]}: Pushed\nlatest: done"
    assert normal(push) == normal(other)
    assert normal(push) != normal(push.replace(f"{LONG[:12]}: Pushed\n", ""))


EVENTS = """\
 Network c_default  Creating
 Network c_default  Created
 Container c-db-1  Creating
 Container c-db-1  Created
 Container c-web-1  Starting
 Container c-web-1  Started
"""


def test_composes_events_may_come_in_any_order() -> None:
    """They happen side by side; a missing or another event is noticed."""
    lines = EVENTS.splitlines()
    random.Random(1).shuffle(lines)
    assert normal(EVENTS) == normal("\n".join(lines) + "\n")
    for line in lines:
        assert normal(EVENTS) != normal(EVENTS.replace(f"{line}\n", "", 1))
    assert normal(EVENTS) != normal(EVENTS.replace("Started", "Exited"))


def test_composes_logs_keep_the_order_within_a_container() -> None:
    """Containers alternate as they like; what each says, and in which order, is compared."""
    log = "db-1   | one\nweb-1  | hello\ndb-1   | two\nweb-1 exited with code 0\n"
    alternated = "web-1  | hello\nweb-1 exited with code 0\ndb-1   | one\ndb-1   | two\n"
    assert normal(log) == normal(alternated)
    assert normal(log) != normal(log.replace("one", "x").replace("two", "one").replace("x", "two"))
    assert normal(log) != normal(log.replace("code 0", "code 1"))


# Words and lengths that cannot be taken for anything volatile, nor for a block of BuildKit.
WORDS = st.text("gijklmnopqrstuvwxyz가나다.,/", min_size=1, max_size=8)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), max_size=8)

VOLATILE = st.sampled_from(
    [
        LONG,
        LONG[:12],
        f"sha256:{OTHER}",
        "02:42:ac:11:00:02",
        "172.17.0.2",
        "0.0.0.0:32768",
        "2026-11-24T03:11:28Z",
        "Tue Nov 24 03:11:28 UTC 2026",
        "Nov 24  2026",
        "03:11:28.5",
        "2 seconds ago",
        "Up 3 minutes",
        "0.1s",
        "12.5MB",
        "",
        "  ",
        "\t",
        "------",
        " Container web  Started",
        " web  Built",
        "web-1  | hello",
        "#1 [internal] load build definition",
        "#2 0.123 logged",
        "#1 DONE 0.1s",
        "#0 building with",
        "0a1b2c3d4e5f: Pull complete",
        " > [2/2] RUN x:",
        "0.131 text",
    ]
)
MIXED = st.lists(st.lists(VOLATILE | WORDS, max_size=4).map(" ".join) | VOLATILE, max_size=12).map(
    "\n".join
)


@given(MIXED)
def test_normalising_twice_is_normalising_once(output: str) -> None:
    """A placeholder is never taken for something volatile, nor is an order upset again."""
    normalise = Normalizer()
    once = normalise(output)
    assert normalise(once) == once


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b")))
def test_normalising_any_text_twice_is_normalising_it_once(output: str) -> None:
    """The same for text that nobody thought of."""
    once = normal(output)
    assert normal(once) == once


@given(LINES)
def test_text_without_volatile_fields_is_unchanged(lines: list[str]) -> None:
    """Words in their order come out as they went in."""
    assert normal("\n".join(lines)) == "\n".join(lines)


@given(LINES, st.randoms(use_true_random=False))
def test_only_padding_is_evened_out(lines: list[str], chance: random.Random) -> None:
    """Columns of another width are the same words; a changed indentation is seen."""
    wide = [line.replace(" ", " " * chance.randint(2, 9)) for line in lines]
    assert [line.split() for line in normal("\n".join(wide)).split("\n")] == [
        line.split() for line in "\n".join(lines).split("\n")
    ]


REAL = [
    f'{LONG[:12]}   nginx   "/docker-entrypoint…"   2 seconds ago   Up 1 second   80/tcp   web',
    f"<none>       latest    {LONG[:12]}   2 seconds ago   3.94MB",
    '172.17.0.1 - - [24/Nov/2026:03:11:28 +0000] "GET /page HTTP/1.1" 200 615 "-" "curl/8"',
    "2026-11-24 03:11:28.123 UTC [47] LOG:  database system is ready to accept connections",
    "Container c-db-1 Started",
    " Container c-db-1  Started",
    " c-web  Built",
    "web-1  | listening on port 8000",
    "#5 [2/3] RUN echo one\n#5 0.131 first line\n#5 DONE 0.2s",
    '#5 [2/3] RUN x\n#5 ERROR: process "/bin/sh -c x" did not complete\n------\n > [2/3] RUN x:\n'
    "0.131 sh: x: not found\n------\nDockerfile:2\nERROR: failed to build: exit code: 127",
    "#9 exporting to image\n#9 exporting layers 0.1s done\n#9 naming to docker.io/a/b done\n"
    "#9 DONE 0.1s",
]
SLOTS = [(output, word) for output in REAL for word in re.finditer(r"[A-Za-z]{4,}", output)]
# Whole words that are part of what is masked: units, ends of a block that carry its time.
MASKED = ("second", "seconds", "DONE")


@given(st.sampled_from(SLOTS), WORDS)
def test_a_changed_word_is_never_hidden(slot: tuple[str, re.Match[str]], word: str) -> None:
    """In real outputs, any word that is not of a volatile field shows when it is another."""
    output, old = slot
    assume(old[0] not in MASKED and word != old[0])
    assert normal(output) != normal(output[: old.start()] + word + output[old.end() :])
