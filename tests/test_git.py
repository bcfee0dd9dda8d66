"""Whether a folder holds what its last commit holds: by content, whatever git has been told to look away from."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import FILES, Repository

from rapportage import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = "this is in no commit"
CHANGED = "this was changed after the last commit"
GONE = "this is in the last commit, and is gone"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made(tmp_path / "project")


def changes(repository: Repository) -> dict[str, str]:
    return dict(git.work(repository.folder).changes)


def test_what_is_as_the_commit_has_it_is_clean(repository: Repository) -> None:
    repository["_build/html/nl/index.html"] = "gemaakt"
    repository[".venv/bin/python"] = "programma"
    repository["locale/en/LC_MESSAGES/index.mo"] = "vertaald"
    repository["_ext/rapportage/__pycache__/git.cpython-311.pyc"] = "vertaald"
    repository["_ext/rapportage.egg-info/PKG-INFO"] = "van pip"
    repository["klad/notitie.txt"] = "van de schrijver"
    found = git.work(repository.folder)
    assert found == git.Work(repository.git("rev-parse", "HEAD"))
    assert found.clean


def assume_unchanged(repository: Repository) -> None:
    repository.git("update-index", "--assume-unchanged", "docs/index.md")
    repository["docs/index.md"] = "# Anders\n"


def skip_worktree(repository: Repository) -> None:
    repository.git("update-index", "--skip-worktree", "docs/index.md")
    repository["docs/index.md"] = "# Anders\n"


def same_size_and_time(repository: Repository) -> None:
    path = repository.path("docs/index.md")
    times = path.stat()
    repository["docs/index.md"] = repository["docs/index.md"].replace("Een", "Dit")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def staged(repository: Repository) -> None:
    repository["docs/index.md"] = "# Anders\n"
    repository.git("add", "docs/index.md")


def staged_and_new(repository: Repository) -> None:
    repository["docs/nieuw.md"] = "# Nieuw\n"
    repository.git("add", "docs/nieuw.md")


def filtered(repository: Repository) -> None:
    """A filter that gives git what it wants to see."""
    repository.git("config", "filter.schoon.clean", "git show HEAD:docs/index.md")
    repository[".git/info/attributes"] = "docs/index.md filter=schoon\n"
    repository["docs/index.md"] = "# Anders\n"


def watched(repository: Repository) -> None:
    """A monitor that says that nothing has changed."""
    repository.git("config", "core.fsmonitor", "true")
    repository["docs/index.md"] = "# Anders\n"


def a_link_to_the_same(repository: Repository) -> None:
    elsewhere = repository.folder.parent / "elders.md"
    repository.path("docs/index.md").rename(elsewhere)
    repository.path("docs/index.md").symlink_to(elsewhere)


def a_folder_now(repository: Repository) -> None:
    repository.path("docs/index.md").unlink()
    repository.path("docs/index.md").mkdir()


def deleted(repository: Repository) -> None:
    repository.git("rm", "-q", "docs/index.md")


def sparse(repository: Repository) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "/*", "!docs/index.md")


def folder_replaced(repository: Repository) -> None:
    shutil.rmtree(repository.path("docs"))
    repository["docs"] = "geen map"


CHANGES: list[tuple[Callable[[Repository], None], dict[str, str]]] = [
    (assume_unchanged, {"docs/index.md": CHANGED}),
    (skip_worktree, {"docs/index.md": CHANGED}),
    (same_size_and_time, {"docs/index.md": CHANGED}),
    (staged, {"docs/index.md": CHANGED}),
    (staged_and_new, {"docs/nieuw.md": NEW}),
    (filtered, {"docs/index.md": CHANGED}),
    (watched, {"docs/index.md": CHANGED}),
    (a_link_to_the_same, {"docs/index.md": CHANGED}),
    (a_folder_now, {"docs/index.md": CHANGED}),
    (deleted, {"docs/index.md": GONE}),
    (sparse, {"docs/index.md": GONE}),
    (folder_replaced, {"docs": NEW, "docs/index.md": GONE, "docs/mensen.md": GONE}),
]


@pytest.mark.parametrize(("change", "told"), CHANGES, ids=lambda each: getattr(each, "__name__", ""))
def test_a_file_that_is_not_as_the_commit_has_it_is_named(
    repository: Repository, change: Callable[[Repository], None], told: dict[str, str]
) -> None:
    change(repository)
    assert changes(repository) == told


def excluded(repository: Repository) -> None:
    repository[".git/info/exclude"] = "geheim.md\n"


def excluded_by_a_person(repository: Repository) -> None:
    repository["../uitgesloten"] = "geheim.md\n"
    repository.git("config", "core.excludesFile", str(repository.folder.parent / "uitgesloten"))


def not_shown(repository: Repository) -> None:
    repository.git("config", "status.showUntrackedFiles", "no")


def ignored_by_what_is_in_no_commit(repository: Repository) -> None:
    repository["docs/.gitignore"] = "*\n"


def ignored_by_what_is_not_committed_yet(repository: Repository) -> None:
    repository[".gitignore"] += "geheim.md\n"


def ignored_by_the_commit(repository: Repository) -> None:
    repository[".gitignore"] += "geheim.md\n"
    repository.commit()


HIDDEN: list[tuple[Callable[[Repository], None], dict[str, str]]] = [
    (excluded, {}),
    (excluded_by_a_person, {}),
    (not_shown, {}),
    (ignored_by_what_is_in_no_commit, {"docs/.gitignore": NEW}),
    (ignored_by_what_is_not_committed_yet, {".gitignore": CHANGED}),
    (ignored_by_the_commit, {}),
]


@pytest.mark.parametrize(("hide", "more"), HIDDEN, ids=lambda each: getattr(each, "__name__", ""))
def test_a_file_that_is_in_no_commit_is_named_however_it_is_hidden(
    repository: Repository, hide: Callable[[Repository], None], more: dict[str, str]
) -> None:
    names = [f"{each}/geheim.md" for each in ("docs", "data", "locale", "_static", "_templates", "_ext/rapportage")]
    for name in names:
        repository[name] = "# Geheim\n"
    hide(repository)
    assert changes(repository) == dict.fromkeys(names, NEW) | more


def test_pages_in_a_folder_that_the_commit_ignores_are_named(repository: Repository) -> None:
    repository["docs/concept/los.md"] = "# Los\n"
    assert changes(repository) == {"docs/concept/los.md": NEW}


def test_a_page_among_what_programs_make_is_named(repository: Repository) -> None:
    names = ["docs/__pycache__/los.md", "docs/los.egg-info/los.md"]
    for name in names:
        repository[name] = "# Los\n"
    assert changes(repository) == dict.fromkeys(names, NEW)


def test_a_repository_within_is_named(repository: Repository) -> None:
    Repository.made(repository.path("docs/ander"))
    assert changes(repository) == {"docs/ander/": NEW}


def test_a_submodule_is_named(repository: Repository) -> None:
    repository.commit_entries(f"160000 {repository.git('rev-parse', 'HEAD')}\tdocs/ander")
    assert changes(repository) == {"docs/ander": "this is a submodule, of which the commit holds nothing"}


def test_the_line_ends_of_windows_say_nothing_else(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository["docs/index.md"] = repository["docs/index.md"].replace("\n", "\r\n")
    assert changes(repository) == {}


def test_a_name_that_cannot_be_printed_is_told_in_signs(repository: Repository) -> None:
    with repository.path("docs").joinpath(os.fsdecode(b"g\xffe\n.md")).open("w"):
        pass
    assert changes(repository) == {"docs/g\\udcffe\\n.md": NEW}


def test_a_replacement_is_not_taken_for_the_commit(repository: Repository) -> None:
    head, blob = repository.git("rev-parse", "HEAD"), repository.git("rev-parse", "HEAD:docs/index.md")
    repository["docs/index.md"] = "# Anders\n"
    repository.git("replace", blob, repository.blob("# Anders\n"))
    repository.git("replace", head, repository.git("commit-tree", "-m", "Anders", "HEAD^{tree}"))
    found = git.work(repository.folder)
    assert found == git.Work(head, (("docs/index.md", CHANGED),))


@pytest.mark.parametrize(
    "name",
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX"],
)
def test_no_variable_leads_to_another_repository(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    wanted = git.work(repository.folder)
    other = Repository.made(tmp_path / "ander")
    other["docs/meer.md"] = "# Meer\n"
    other.commit()
    places = {
        "GIT_DIR": ".git",
        "GIT_COMMON_DIR": ".git",
        "GIT_INDEX_FILE": ".git/index",
        "GIT_OBJECT_DIRECTORY": ".git/objects",
    }
    shutil.rmtree(other.path(".git/objects"))
    other.path(".git/objects").mkdir()
    monkeypatch.setenv(name, str(other.path(places.get(name, ""))))
    assert git.work(repository.folder) == wanted


def test_no_variable_changes_a_setting(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository["docs/geheim.md"] = "# Geheim\n"
    repository["../uitgesloten"] = "geheim.md\n"
    for name, value in {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.excludesFile",
        "GIT_CONFIG_VALUE_0": str(repository.folder.parent / "uitgesloten"),
    }.items():
        monkeypatch.setenv(name, value)
    assert changes(repository) == {"docs/geheim.md": NEW}


def test_an_ignored_folder_in_another_repository_has_no_history(repository: Repository) -> None:
    for name, text in FILES.items():
        repository[f"klad/{name}"] = text
    found = git.work(repository.path("klad"))
    assert (found.commit, found.clean, found.trouble) == ("", False, "its folder is not the top of a git repository")


def test_nor_has_one_whose_own_repository_is_none(repository: Repository) -> None:
    """Git would go on looking in the folders above."""
    repository["klad/conf.py"] = FILES["conf.py"]
    repository.path("klad/.git").mkdir()
    found = git.work(repository.path("klad"))
    assert found.commit == ""
    assert found.trouble.startswith("git says: ")


def test_a_linked_work_tree_has_the_history_of_its_repository(repository: Repository) -> None:
    repository.git("worktree", "add", "-q", "../ander", "HEAD")
    assert git.work(repository.folder.parent / "ander") == git.work(repository.folder)


def test_without_a_commit_there_is_none(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert git.work(tmp_path) == git.Work("", trouble="there is no commit yet")


def test_a_damaged_repository_says_so(repository: Repository) -> None:
    tree = repository.git("rev-parse", "HEAD^{tree}")
    repository.path(f".git/objects/{tree[:2]}/{tree[2:]}").unlink()
    found = git.work(repository.folder)
    assert found.commit == ""
    assert found.trouble.startswith("git says: ")


def test_a_repository_of_the_newer_kind_is_read(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--object-format=sha256", tmp_path], check=True)
    repository = Repository(tmp_path)
    repository["conf.py"] = "project = 'Proef'\n"
    commit = repository.commit()
    assert git.work(tmp_path) == git.Work(commit)
    assert len(commit) == 64


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60))
def test_any_other_content_is_a_change(repository: Repository, content: bytes) -> None:
    original = FILES["docs/mensen.md"].encode()
    repository["docs/mensen.md"] = content
    assert bool(changes(repository)) == (content.replace(b"\r\n", b"\n") != original)
