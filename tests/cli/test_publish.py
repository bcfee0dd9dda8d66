"""``rapportage publish``: what is published is what a build of the last commit made, and nothing else has a say."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from published import PDFS, STEPS, Edition

from rapportage.publication import build, digests, transaction

if TYPE_CHECKING:
    from collections.abc import Callable


ROOT = Path(__file__).resolve().parent.parent.parent
NL = "_build/html/nl/mensen.html"


class Programs:
    """What stands for make, Sphinx and TeX: outputs of a commit are built once, and the gate is asked in this process."""

    def __init__(self) -> None:
        self.known: dict[str, Path] = {}
        self.after: Callable[[Edition], None] = lambda edition: None
        """What happens between the build and the gate."""
        self.before_moving: Callable[[Edition], None] = lambda edition: None
        """What happens when the gate has looked."""
        self.builds = 0

    def run(self, command: list[str], edition: Path, date: int, lock: int) -> int:
        project = Edition(edition)
        if command[0] != "make":
            result = project.run("gate")
            click.echo(result.output, nl=False)
            self.before_moving(project)
            return result.exit_code
        self.builds += 1
        commit = project.git("rev-parse", "HEAD").strip()
        if commit in self.known:
            shutil.copytree(self.known[commit], edition / "_build", symlinks=True)
        else:
            project.build_all()
        self.after(project)
        return 0


@pytest.fixture
def programs(_ready: Edition, monkeypatch: pytest.MonkeyPatch) -> Programs:
    made = Programs()
    made.known[_ready.git("rev-parse", "HEAD").strip()] = _ready.folder / "_build"
    monkeypatch.setattr(build, "run", made.run)
    return made


pytestmark = pytest.mark.usefixtures("programs")


def published(edition: Edition) -> dict[str, bytes]:
    folder = edition.folder / "_build/publish"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left(edition: Edition) -> list[str]:
    return [each.name for each in (edition.folder / "_build").glob("publishing-*")]


def refused(edition: Edition) -> list[str]:
    """Publishes, which must fail and leave what was published alone; returns the reasons."""
    first = published(edition)
    result = edition.run("publish", ok=False)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.output.endswith("nothing was published\n")
    assert published(edition) == first
    assert left(edition) == []
    return [line.removeprefix("Error: ") for line in result.output.splitlines() if line.startswith("Error: ")][:-1]


# ---- what is published ---------------------------------------------------------------------------------------------------


def test_publication_holds_the_edition_and_its_checksums(edition: Edition) -> None:
    result = edition.run("publish", ok=True)
    assert result.output.endswith("Published in _build/publish/; `sha256sum -c SHA256SUMS` there checks it.\n")
    files = published(edition)
    assert {"html/index.html", "html/nl/mensen.html", "html/en/mensen.html", "html/nl/objects.inv"} <= files.keys()
    assert {*(f"pdf/{name}" for name in PDFS), "SHA256SUMS", "manifest.json"} <= files.keys()
    assert not [name for name in files if "/." in name or name.startswith(".") or "intern" in name]
    assert b"rapportage-nl.pdf" in files["html/index.html"]
    sums = files.pop("SHA256SUMS").decode()
    assert sums == "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=edition.folder / "_build/publish", check=True)
    assert left(edition) == []


def test_the_manifest_says_of_what_and_with_what_it_was_made(edition: Edition) -> None:
    edition.run("publish", ok=True)
    files = published(edition)
    manifest = json.loads(files["manifest.json"])
    assert manifest["commit"] == edition.git("rev-parse", "HEAD").strip()
    assert manifest["date"] == int(edition.git("log", "-1", "--format=%ct"))
    assert manifest["engine"] == digests.of_engine()
    assert manifest["versions"].keys() == {"python", "sphinx", "rapportage"}
    assert {"path": "html/en", "builder": "html", "language": "en", "audience": "public"} in manifest["outputs"]
    assert {"path": "pdf/bijlage-nl.pdf", "builder": "latex", "language": "nl", "audience": "public"} in manifest["outputs"]
    told = {name: (each["size"], each["sha256"]) for name, each in manifest["files"].items()}
    assert told == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in files.items()
        if name not in {"manifest.json", "SHA256SUMS"}
    }


def test_publishing_again_gives_the_same(edition: Edition, programs: Programs) -> None:
    edition.run("publish", ok=True)
    first = published(edition)
    programs.known.clear()
    edition.run("publish", ok=True)
    assert published(edition) == first
    assert programs.builds == 2


# ---- what lies in _build, or is hidden from git, has no say --------------------------------------------------------------


def edited(edition: Edition) -> None:
    edition[NL] += "<p>Anders</p>"


def everything_gone(edition: Edition) -> None:
    shutil.rmtree(edition.folder / "_build")


def site_elsewhere(edition: Edition) -> None:
    shutil.move(edition.folder / "_build/html/nl", edition.folder.parent / "elders")
    (edition.folder / "_build/html/nl").symlink_to(edition.folder.parent / "elders")
    edition["../elders/mensen.html"] = "elders"


def build_elsewhere(edition: Edition) -> None:
    shutil.move(edition.folder / "_build", edition.folder.parent / "elders")
    (edition.folder / "_build").symlink_to(edition.folder.parent / "elders")
    edition[NL] = "elders"
    edition.git("config", "core.excludesFile", "/dev/null")


def languages_swapped(edition: Edition) -> None:
    html = edition.folder / "_build/html"
    for old, new in (("nl", "x"), ("en", "nl"), ("x", "en")):
        (html / old).rename(html / new)


def other_catalogue(edition: Edition) -> None:
    edition["locale/en/LC_MESSAGES/mensen.mo"] = "iets anders"


def more_files(edition: Edition) -> None:
    edition["_build/html/nl/los.html"] = "los"
    edition["_build/html/de/index.html"] = "los"
    edition["_build/pdf/los.pdf"] = "los"
    edition["_build/publish/los.html"] = "van vroeger"


def old_doctrees(edition: Edition) -> None:
    edition["_build/doctrees/nl/environment.pickle"] = "oud"


def a_run_that_was_killed(edition: Edition) -> None:
    edition["_build/publishing-abc/edition/conf.py"] = "1 / 0"
    edition["_build/publishing-abc/made/html/nl/mensen.html"] = "half"


def publication_elsewhere(edition: Edition) -> None:
    edition["../elders/los.html"] = "elders"
    (edition.folder / "_build/publish").symlink_to(edition.folder.parent / "elders")


def publication_is_a_file(edition: Edition) -> None:
    edition["_build/publish"] = "los"


def hooks(edition: Edition) -> None:
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        edition[f".git/hooks/{name}"] = "#!/bin/sh\necho anders >>mensen.md\n"
        (edition.folder / f".git/hooks/{name}").chmod(0o755)


def attributes(edition: Edition) -> None:
    edition[".git/info/attributes"] = "*.md filter=x export-ignore\n"
    edition.git("config", "filter.x.smudge", "echo anders")


def replacement(edition: Edition) -> None:
    edition["../anders.md"] = "# Anders\n"
    new = edition.git("hash-object", "-w", str(edition.folder.parent / "anders.md")).strip()
    edition.git("replace", edition.git("rev-parse", "HEAD:mensen.md").strip(), new)


NO_SAY = [
    edited,
    everything_gone,
    site_elsewhere,
    build_elsewhere,
    languages_swapped,
    other_catalogue,
    more_files,
    old_doctrees,
    a_run_that_was_killed,
    publication_elsewhere,
    publication_is_a_file,
    hooks,
    attributes,
    replacement,
]


@pytest.fixture(scope="session")
def good() -> dict[str, bytes]:
    """What is published of the edition that nobody has touched."""
    return {}


@pytest.mark.parametrize("attack", NO_SAY, ids=lambda each: each.__name__)
def test_what_lies_about_has_no_say(edition: Edition, good: dict[str, bytes], attack: Callable[[Edition], None]) -> None:
    if not good:
        untouched = Edition.copied(edition.folder, edition.folder.parent / "ongeschonden")
        untouched.run("publish", ok=True)
        good.update(published(untouched))
    attack(edition)
    edition.run("publish", ok=True)
    assert published(edition) == good
    assert not (edition.folder / "_build/publish").is_symlink()
    assert left(edition) == []


VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_leads_elsewhere_has_no_say(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, programs: Programs
) -> None:
    commit = edition.git("rev-parse", "HEAD").strip()
    Edition.copied(edition.folder, tmp_path / "ander")
    programs.after = lambda _: monkeypatch.delenv(name)  # what stands for make has none, as make has none
    monkeypatch.setattr(Programs, "run", _without(name, Programs.run, monkeypatch))
    monkeypatch.setenv(name, str(tmp_path / "ander" / ("" if name == "GIT_WORK_TREE" else ".git")))
    edition.run("publish", ok=True)
    assert json.loads(published(edition)["manifest.json"])["commit"] == commit


def _without(name: str, run: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def alone(*arguments: object) -> int:
        with monkeypatch.context() as patch:
            patch.delenv(name, raising=False)
            return run(*arguments)

    return alone


# ---- what is in no commit, however it is hidden, is refused --------------------------------------------------------------

WHAT = "an edition is published from its last commit: commit what belongs to it, and remove the rest"


def excluded_page(edition: Edition) -> None:
    edition[".git/info/exclude"] = "geheim.md\n"
    edition["geheim.md"] = "# Geheim\n"


def assumed_unchanged(edition: Edition) -> None:
    edition.git("update-index", "--assume-unchanged", "mensen.md")
    edition["mensen.md"] += "\nMeer.\n"


def skipped(edition: Edition) -> None:
    edition.git("update-index", "--skip-worktree", "data/finance/amounts.yaml")
    edition.edit("data/finance/amounts.yaml", "44403000", "44403001")


def not_shown(edition: Edition) -> None:
    edition.git("config", "status.showUntrackedFiles", "no")
    edition["geheim.md"] = "# Geheim\n"


def ignored_by_itself(edition: Edition) -> None:
    edition["map/.gitignore"] = "*\n"
    edition["map/geheim.md"] = "# Geheim\n"


def ignored_data(edition: Edition) -> None:
    edition[".gitignore"] += "/data/extra.yaml\n"
    edition.commit()
    edition["data/extra.yaml"] = "{}\n"


def staged(edition: Edition) -> None:
    edition["mensen.md"] += "\nMeer.\n"
    edition.git("add", "mensen.md")


def gone(edition: Edition) -> None:
    edition.git("rm", "-q", "intern.md")


NEW, CHANGED = "this is in no commit", "this was changed after the last commit"
HIDDEN: list[tuple[Callable[[Edition], None], list[str]]] = [
    (excluded_page, [f"geheim.md: {NEW}"]),
    (assumed_unchanged, [f"mensen.md: {CHANGED}"]),
    (skipped, [f"data/finance/amounts.yaml: {CHANGED}"]),
    (not_shown, [f"geheim.md: {NEW}"]),
    (ignored_by_itself, [f"map/.gitignore: {NEW}", f"map/geheim.md: {NEW}"]),
    (ignored_data, [f"data/extra.yaml: {NEW}"]),
    (staged, [f"mensen.md: {CHANGED}"]),
    (gone, ["intern.md: this is in the last commit, and is gone"]),
]


@pytest.mark.parametrize(("hide", "reasons"), HIDDEN, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_in_no_commit_is_named_and_nothing_is_built(
    edition: Edition, programs: Programs, hide: Callable[[Edition], None], reasons: list[str]
) -> None:
    hide(edition)
    assert refused(edition) == [*reasons, WHAT]
    assert programs.builds == 0


def test_an_edition_in_an_ignored_folder_of_another_repository_is_refused(edition: Edition, programs: Programs) -> None:
    shutil.rmtree(edition.folder / ".git")
    other = Edition(edition.folder.parent)
    other.git("init", "-q")
    other[".gitignore"] = "/edition/\n"
    other["conf.py"] = ""
    other.commit()
    where = "its folder is not the top of a git repository"
    assert refused(edition) == [f"{edition.folder}: an edition is published from its last commit, but {where}"]
    assert programs.builds == 0


def test_what_cannot_be_exported_is_refused(edition: Edition, programs: Programs) -> None:
    (edition.folder / "los.md").symlink_to("/etc/hostname")
    edition["locale/en/LC_MESSAGES/los.mo"] = "x"
    edition.git("add", "-f", "locale/en/LC_MESSAGES/los.mo")
    edition.commit()
    assert len(refused(edition)) == 1
    edition.git("rm", "-q", "--cached", "locale/en/LC_MESSAGES/los.mo")
    edition.commit()
    assert refused(edition) == ["los.md: this link does not lead to a file of the edition; put the file itself here"]
    assert programs.builds == 0


def test_another_engine_than_that_of_the_commit_is_refused(edition: Edition, programs: Programs) -> None:
    edition["_ext/rapportage/__init__.py"] = "# een ander\n"
    edition.commit()
    told = "_ext/rapportage: this command is not the one of this commit, but another that is installed; use `make publish`"
    assert refused(edition) == [told]
    assert programs.builds == 0


def test_other_packages_than_those_of_the_commit_are_refused(edition: Edition, programs: Programs) -> None:
    sphinx = version("sphinx")
    edition["requirements/report.txt"] = f"sphinx==1.0 \\\n    --hash=sha256:0\nmsgspec=={version('msgspec')}\nlos==1\n"
    edition.commit()
    again = "remove .venv and type the command again"
    assert refused(edition) == [f"requirements/report.txt: sphinx 1.0 is locked, and {sphinx} is installed; {again}"]
    assert programs.builds == 0
    edition["requirements/report.txt"] = f"sphinx=={sphinx}\n"
    edition.commit()
    assert "is installed" not in edition.run("publish").output


# ---- a build, a gate or a disk that fails --------------------------------------------------------------------------------


def test_what_may_not_be_published_leaves_the_earlier_publication_alone(edition: Edition) -> None:
    edition.run("publish", ok=True)
    edition.edit("data/finance/amounts.yaml", "44403000", "44403001")
    edition.commit()
    assert refused(edition) == []
    assert "44403000 → 44403001" in edition.run("publish", ok=False).output


def test_a_build_that_fails_says_so_in_one_line(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    edition.run("publish", ok=True)
    monkeypatch.setattr(build, "run", lambda command, *_: 2)
    assert refused(edition) == ["the edition could not be built: what is wrong stands above"]


def test_without_a_makefile_nobody_knows_how_it_is_built(edition: Edition) -> None:
    edition.git("rm", "-q", "Makefile")
    edition.commit()
    assert refused(edition) == ["Makefile: there is no such file in this commit, so nobody knows how it is built"]


AFTER: list[tuple[str, Callable[[Edition], None], str]] = [
    ("edited", lambda made: made.__setitem__(NL, "anders"), f"{NL}: this was changed after it was built"),
    ("emptied", lambda made: made.__setitem__(NL, ""), f"{NL}: this was emptied after it was built"),
    ("deleted", lambda made: (made.folder / NL).unlink(), f"{NL}: the build made this, and it is gone"),
    ("added", lambda made: made.__setitem__("_build/html/nl/los.html", "x"), "_build/html/nl/los.html: no build made this"),
]


@pytest.mark.parametrize(("change", "told"), [each[1:] for each in AFTER], ids=[each[0] for each in AFTER])
def test_what_changes_after_the_build_is_refused(
    edition: Edition, programs: Programs, change: Callable[[Edition], None], told: str
) -> None:
    edition.run("publish", ok=True)
    first = published(edition)
    programs.after = change
    result = edition.run("publish", ok=False)
    assert told in result.output
    assert published(edition) == first


@pytest.mark.parametrize("change", [each[1] for each in AFTER], ids=[each[0] for each in AFTER])
def test_what_changes_after_the_gate_has_looked_is_refused(
    edition: Edition, programs: Programs, change: Callable[[Edition], None]
) -> None:
    edition.run("publish", ok=True)
    programs.before_moving = change
    name = "html/nl/los.html" if change is AFTER[3][1] else "html/nl/mensen.html"
    assert refused(edition) == [f"{name}: this changed while the gate looked at it"]


def test_a_link_that_is_put_in_after_the_gate_has_looked_is_refused(edition: Edition, programs: Programs) -> None:
    programs.before_moving = lambda made: (made.folder / "_build/html/nl/los.html").symlink_to("/etc/hostname")
    assert refused(edition) == ["html/nl/los.html: this changed while the gate looked at it"]


def test_a_full_disk_is_told_in_one_line(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    edition.run("publish", ok=True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transaction, "replace", full)
    first = published(edition)
    result = edition.run("publish", ok=False)
    assert result.output.endswith("Error: No space left on device; nothing was published\n")
    assert published(edition) == first
    assert left(edition) == []


def test_while_another_runs_it_is_refused(edition: Edition, programs: Programs) -> None:
    with (edition.folder / "_build" / transaction.LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refused(edition) == ["another publication is going on, or what it started is; wait until it has ended"]
    assert programs.builds == 0
    edition.run("publish", ok=True)


def test_somebody_who_stops_it_leaves_nothing_behind(edition: Edition, programs: Programs) -> None:
    edition.run("publish", ok=True)
    first = published(edition)

    def stop(made: Edition) -> None:
        raise KeyboardInterrupt

    programs.after = stop
    assert edition.run("publish").exit_code != 0
    assert published(edition) == first
    assert left(edition) == []


# ---- the whole, with the real programs -----------------------------------------------------------------------------------


@pytest.fixture
def whole(rootdir: Path, tmp_path: Path) -> Edition:
    """The small edition, with the engine, the Makefile and the tools of this repository."""
    made = Edition.copied(rootdir / "test-edition", tmp_path / "edition")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo")
    for name in ("_ext", "tools"):
        shutil.copytree(ROOT / name, made.folder / name, ignore=ignored)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    made["Makefile"] = makefile.replace(" docs $(out)", " . $(out)").replace(" docs _build", " . _build")
    made.git("init", "-q")
    made.commit()
    made.translate()
    for step in STEPS:
        words = ["approve", step, "--reference", f"BZ-{step}", "--date", "2026-04-09"]
        code = "from rapportage.cli import main; main()"
        subprocess.run([sys.executable, "-c", code, *words], cwd=made.folder, check=True, env=_own(made))
    made.commit()
    return made


def _own(edition: Edition, **variables: str) -> dict[str, str]:
    """The engine that the edition brings is the one that runs, as in its own .venv."""
    return {**os.environ, "PYTHONPATH": str(edition.folder / "_ext"), **variables}


def _make_publish(edition: Edition, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "-o", ".venv/ready-pdf", f"bin={Path(sys.executable).parent}", "AUDIENCE=internal", "publish"]
    environment = _own(edition, **variables)
    return subprocess.run(command, cwd=edition.folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_make_publish_makes_everything_of_the_last_commit(whole: Edition) -> None:
    whole["_build/html/nl/oud.html"] = "van vroeger"
    whole["_build/pdf/oud-nl.pdf"] = "van vroeger"
    done = _make_publish(whole, SPHINXOPTS="-D project=Anders", LANGUAGE="fr", TEXINPUTS="/elders")
    assert done.returncode == 0, done.stdout + done.stderr
    files = published(whole)
    assert {"html/index.html", "html/nl/mensen.html", "html/en/mensen.html", "manifest.json", "SHA256SUMS"} <= files.keys()
    assert not [name for name in files if "oud" in name or "intern" in name]
    assert {name for name in files if name.startswith("pdf/")} == {f"pdf/{name}" for name in PDFS}
    assert all(files[f"pdf/{name}"].startswith(b"%PDF") for name in PDFS)
    assert b"Anders" not in files["html/nl/index.html"]
    manifest = json.loads(files["manifest.json"])
    assert manifest["commit"] == whole.git("rev-parse", "HEAD").strip()
    assert manifest["engine"] == digests.of_engine(whole.folder / "_ext/rapportage")
    assert left(whole) == []
    assert whole.git("status", "--porcelain") == ""

    # An edition that TeX cannot make is not published, and what was published stays.
    whole.edit("conf.py", r"\newcommand{\rpicon}[1]{}", r"\verkeerd")
    whole.commit()
    done = _make_publish(whole)
    assert done.returncode != 0
    assert "Error: the edition could not be built: what is wrong stands above\nError: nothing was published\n" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert published(whole) == files
    assert left(whole) == []
