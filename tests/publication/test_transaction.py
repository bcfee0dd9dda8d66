"""A publication is replaced whole: whoever is killed leaves the old one or the new one, and nothing that stays."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rapportage.publication import NotPublishedError, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A folder with an earlier publication."""
    build = tmp_path / "_build"
    publication(build / "publish", "oud")
    return build


def publication(folder: Path, what: str) -> Path:
    for name in ("html/index.html", "pdf/een.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(what)
    return folder


def published(build: Path) -> set[str]:
    return {path.read_text() for path in (build / "publish").rglob("*") if path.is_file()}


def names(build: Path) -> set[str]:
    return {each.name for each in build.iterdir()}


def publish(build: Path, what: str) -> None:
    with transaction.run(build) as run:
        transaction.replace(build, publication(run.folder / "made", what))


def test_the_new_takes_the_place_of_the_old(build: Path) -> None:
    publish(build, "nieuw")
    assert published(build) == {"nieuw"}
    assert names(build) == {"publish", "publish.lock"}


def test_the_first_needs_no_old_one(build: Path) -> None:
    shutil.rmtree(build)
    publish(build, "nieuw")
    assert published(build) == {"nieuw"}


@pytest.fixture
def _no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that cannot let two folders change names."""
    monkeypatch.setattr(transaction, "_exchange", lambda one, other: False)


@pytest.mark.usefixtures("_no_exchange")
def test_where_names_cannot_be_changed_at_once_it_is_the_same(build: Path) -> None:
    publish(build, "nieuw")
    assert published(build) == {"nieuw"}
    assert names(build) == {"publish", "publish.lock"}


@pytest.mark.usefixtures("_no_exchange")
def test_a_name_that_cannot_be_given_brings_the_old_one_back(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name == "made":
            raise OSError("No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space"):
        publish(build, "nieuw")
    assert published(build) == {"oud"}
    assert names(build) == {"publish", "publish.lock"}


@pytest.mark.usefixtures("_no_exchange")
def test_one_that_was_killed_between_two_names_is_mended_by_the_next(build: Path) -> None:
    left = build / "publishing-abc"
    publication(left / "made", "nieuw")
    (build / "publish").rename(left / "old")
    with transaction.run(build):
        assert published(build) == {"oud"}
    assert names(build) == {"publish", "publish.lock"}


def test_one_that_was_killed_later_leaves_the_new_one(build: Path) -> None:
    publication(build / "publishing-abc/old", "van vroeger")
    with transaction.run(build):
        assert published(build) == {"oud"}
    assert names(build) == {"publish", "publish.lock"}


def test_what_only_looks_like_a_run_leads_nowhere(build: Path) -> None:
    elsewhere = publication(build.parent / "elders/old", "elders").parent
    (build / "publish").rename(build.parent / "weg")
    (build / "publishing-link").symlink_to(elsewhere)
    (build / "publishing-los").write_text("x")
    with transaction.run(build):
        assert not (build / "publish").exists()
    assert (elsewhere / "old/html/index.html").is_file()
    assert names(build) == {"publish.lock"}


def test_a_failure_leaves_nothing_behind(build: Path) -> None:
    def fail() -> None:
        with transaction.run(build) as run:
            publication(run.folder / "made", "nieuw")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert published(build) == {"oud"}
    assert names(build) == {"publish", "publish.lock"}


def test_a_second_one_is_refused_while_the_first_goes_on(build: Path) -> None:
    with transaction.run(build) as run:
        with pytest.raises(NotPublishedError, match="another publication is going on"):
            publish(build, "ander")
        assert run.folder.is_dir()
    publish(build, "nieuw")


KILLED = """
import sys, time
from pathlib import Path
from rapportage.publication import transaction
build = Path(sys.argv[1])
while True:
    with transaction.run(build) as run:
        made = run.folder / "made"
        for name in ("html/index.html", "pdf/een.pdf"):
            (made / name).parent.mkdir(parents=True)
            (made / name).write_text("nieuw")
        print("klaar", flush=True)
        transaction.replace(build, made)
"""


def _program(code: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(command, cwd=ROOT / "_ext", stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("wait", [0, 0.0003, 0.001, 0.003, 0.01])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_at_any_moment_it_leaves_the_old_or_the_new(build: Path, how: signal.Signals, wait: float) -> None:
    with _program(KILLED, str(build)) as program:
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(wait)
        program.send_signal(how)
    assert published(build) in ({"oud"}, {"nieuw"})
    publish(build, "later")
    assert published(build) == {"later"}
    assert names(build) == {"publish", "publish.lock"}


ORPHAN = """
import subprocess, sys, time
from pathlib import Path
from rapportage.publication import transaction
with transaction.run(Path(sys.argv[1])) as run:
    child = subprocess.Popen(["sleep", "60"], pass_fds=(run.lock,))
    print(child.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def orphan(build: Path) -> Iterator[int]:
    """A program that a killed run had started, and that still runs."""
    with _program(ORPHAN, str(build)) as program:
        assert program.stdout is not None
        child = int(program.stdout.readline())
        program.kill()
    yield child
    subprocess.run(["kill", str(child)], check=False, capture_output=True)


def test_what_a_killed_run_had_started_keeps_the_next_one_waiting(build: Path, orphan: int) -> None:
    """It may still write, and must not do so in the folder of another."""
    with pytest.raises(NotPublishedError, match="or what it started is"):
        publish(build, "nieuw")
    subprocess.run(["kill", str(orphan)], check=True)
    for _ in range(100):
        try:
            publish(build, "nieuw")
            break
        except NotPublishedError:
            time.sleep(0.05)
    assert published(build) == {"nieuw"}
    assert names(build) == {"publish", "publish.lock"}
