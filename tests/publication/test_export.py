"""An export is the tree of a commit as git has it, byte for byte, in a folder in which there is nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from repositories import FILES, Repository

from rapportage import git
from rapportage.publication import NotPublishedError, export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made(tmp_path / "project")


def exported(repository: Repository) -> Path:
    folder = repository.folder.parent / "uitvoer"
    export.write(git.Repository(repository.folder), repository.git("rev-parse", "HEAD"), folder)
    return folder


def files(folder: Path) -> dict[str, str]:
    found = [each for each in folder.rglob("*") if each.is_file() and ".git" not in each.relative_to(folder).parts]
    return {each.relative_to(folder).as_posix(): each.read_bytes().decode() for each in found}


def test_it_is_the_tree_of_the_commit_and_stands_at_that(repository: Repository) -> None:
    folder = exported(repository)
    assert files(folder) == FILES
    assert git.work(folder) == git.work(repository.folder)
    assert folder.joinpath("tools/maak.sh").stat().st_mode & 0o111
    assert Repository(folder).git("status", "--porcelain") == ""


# ---- what may change nothing ---------------------------------------------------------------------------------------------


def hidden_files(repository: Repository) -> None:
    repository[".git/info/exclude"] = "*\n"
    repository["docs/geheim.md"] = "# Geheim\n"


def ignored_files(repository: Repository) -> None:
    repository["docs/concept/los.md"] = "# Los\n"
    repository["locale/en/LC_MESSAGES/index.mo"] = "iets anders"
    repository["_build/html/nl/index.html"] = "oud"


def assumed_unchanged(repository: Repository) -> None:
    repository.git("update-index", "--assume-unchanged", "docs/index.md")
    repository["docs/index.md"] = "# Anders\n"


def staged(repository: Repository) -> None:
    repository["docs/index.md"] = "# Anders\n"
    repository["docs/nieuw.md"] = "# Nieuw\n"
    repository.git("add", "-A")


def sparse(repository: Repository) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "/*", "!docs/index.md")


def attributes_of_the_repository(repository: Repository) -> None:
    repository[".git/info/attributes"] = "*.md text eol=crlf export-ignore ident filter=x\n"
    repository.git("config", "filter.x.smudge", "echo gefilterd")
    repository.git("config", "filter.x.required", "true")


def line_ends(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.git("config", "core.eol", "crlf")


def hooks(repository: Repository) -> None:
    hook = "#!/bin/sh\necho anders >docs/index.md\n"
    for name in ("post-checkout", "post-index-change", "reference-transaction", "post-commit"):
        repository[f".git/hooks/{name}"] = hook
        repository.path(f".git/hooks/{name}").chmod(0o755)
    repository.git("config", "core.hooksPath", str(repository.path(".git/hooks")))


def replaced(repository: Repository) -> None:
    blob = repository.git("rev-parse", "HEAD:docs/index.md")
    repository.git("replace", blob, repository.blob("# Anders\n"))
    old = repository.git("rev-parse", "HEAD^{tree}")
    new = repository.git("mktree", text=f"100644 blob {repository.blob('x')}\tconf.py\n")
    repository.git("replace", old, new)


def grafted(repository: Repository) -> None:
    repository[".git/info/grafts"] = f"{repository.git('rev-parse', 'HEAD')} {'0' * 40}\n"


def no_links(repository: Repository) -> None:
    repository.git("config", "core.symlinks", "false")
    repository.git("config", "core.fileMode", "false")
    repository.git("config", "core.ignoreCase", "true")


def another_work_tree(repository: Repository) -> None:
    repository["../ander/docs/index.md"] = "# Anders\n"
    repository.git("config", "core.worktree", str(repository.folder.parent / "ander"))


NOTHING = [
    hidden_files,
    ignored_files,
    assumed_unchanged,
    staged,
    sparse,
    attributes_of_the_repository,
    line_ends,
    hooks,
    replaced,
    grafted,
    no_links,
    another_work_tree,
]


@pytest.mark.parametrize("attack", NOTHING, ids=lambda each: each.__name__)
def test_nothing_but_the_commit_has_a_say(repository: Repository, attack: Callable[[Repository], None]) -> None:
    attack(repository)
    folder = exported(repository)
    assert files(folder) == FILES
    assert git.work(folder).clean


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_TEMPLATE_DIR"])
def test_no_variable_has_a_say(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    other = Repository.made(tmp_path / "ander")
    other["docs/index.md"] = "# Anders\n"
    other["hooks/post-checkout"] = "#!/bin/sh\n"
    other.commit()
    commit = git.Repository(repository.folder).head()
    monkeypatch.setenv(name, str(other.path({"GIT_WORK_TREE": "", "GIT_TEMPLATE_DIR": ""}.get(name, ".git"))))
    export.write(git.Repository(repository.folder), commit, tmp_path / "uitvoer")
    assert files(tmp_path / "uitvoer") == FILES


def test_the_attributes_of_the_commit_change_nothing(repository: Repository) -> None:
    """Text as git has it is what was approved, whatever a checkout would make of it."""
    repository[".gitattributes"] = (
        "docs/index.md export-subst ident text eol=crlf\ndocs/mensen.md export-ignore filter=x\n"
        "data/edition.yaml text working-tree-encoding=UTF-16\n"
    )
    texts = {"docs/index.md": "# $Id$ $Format:%H$\n", "docs/mensen.md": "# Mensen\n", "data/edition.yaml": "title: é\n"}
    for name, text in texts.items():
        repository[name] = text
        # As they are, past the attributes.
        repository.git("update-index", "--add", "--cacheinfo", f"100644,{repository.blob(text)},{name}")
    repository.git("update-index", "--add", ".gitattributes")
    repository.git("commit", "-qm", "Met eigenschappen")
    folder = exported(repository)
    assert {name: text for name, text in files(folder).items() if name in texts} == texts
    assert git.work(folder).clean
    assert Repository(folder).git("status", "--porcelain") == ""


def test_contents_that_other_repositories_keep_are_found(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", "--shared", ".", str(tmp_path / "kloon"))
    folder = exported(Repository(tmp_path / "kloon"))
    assert files(folder) == FILES
    assert git.work(folder).clean


def test_a_shallow_clone_is_enough(repository: Repository, tmp_path: Path) -> None:
    repository["docs/index.md"] = "# Later\n"
    repository.commit()
    repository.git("clone", "-q", "--depth=1", f"file://{repository.folder}", str(tmp_path / "kloon"))
    assert files(exported(Repository(tmp_path / "kloon")))["docs/index.md"] == "# Later\n"


def test_a_link_to_a_file_of_the_edition_stays_one(repository: Repository) -> None:
    repository.path("docs/zelfde.md").symlink_to("index.md")
    repository.commit()
    folder = exported(repository)
    assert folder.joinpath("docs/zelfde.md").is_symlink()
    assert git.work(folder).clean


# ---- what is refused -----------------------------------------------------------------------------------------------------

OUT = "this link does not lead to a file of the edition; put the file itself here"
MADE = "which builds make; take it out of the commit with `git rm --cached`"


def link(target: str, name: str = "docs/los.md") -> Callable[[Repository], None]:
    return lambda repository: repository.commit_entries(f"120000 {repository.blob(target)}\t{name}") and None


def file(name: str, content: str = "x") -> Callable[[Repository], None]:
    return lambda repository: repository.commit_entries(f"100644 {repository.blob(content)}\t{name}") and None


def accents(repository: Repository) -> None:
    for name in ("docs/caf\u00e9.md", "docs/cafe\u0301.md"):
        file(name)(repository)


def submodule(repository: Repository) -> None:
    repository.commit_entries(f"160000 {repository.git('rev-parse', 'HEAD')}\tdocs/ander")


def no_conf(repository: Repository) -> None:
    repository.git("rm", "-q", "conf.py")
    repository.commit()


def git_folder(repository: Repository) -> None:
    """Git adds no such file, but a commit can hold one."""
    inner = repository.git("mktree", text=f"100644 blob {repository.blob('x')}\tconfig\n")
    top = repository.git("ls-tree", "HEAD")
    tree = repository.git("mktree", text=f"{top}\n040000 tree {inner}\t.GIT\n")
    repository.git("update-ref", "HEAD", repository.git("commit-tree", "-m", "Slecht", tree))


def missing(repository: Repository) -> None:
    blob = repository.git("rev-parse", "HEAD:docs/index.md")
    repository.path(f".git/objects/{blob[:2]}/{blob[2:]}").unlink()


def damaged(repository: Repository) -> None:
    blob, other = repository.git("rev-parse", "HEAD:docs/index.md"), repository.blob("# Anders\n")
    path = repository.path(f".git/objects/{blob[:2]}/{blob[2:]}")
    path.chmod(0o644)
    path.write_bytes(repository.path(f".git/objects/{other[:2]}/{other[2:]}").read_bytes())


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
REFUSED: dict[str, tuple[Callable[[Repository], None], str]] = {
    "link to an absolute place": (link("/etc/hostname"), f"docs/los.md: {OUT}"),
    "link to a place above": (link("../../elders.md"), f"docs/los.md: {OUT}"),
    "link out and in again": (link("../../uitvoer/../../etc/hostname"), f"docs/los.md: {OUT}"),
    "link to nowhere": (link("niets.md"), f"docs/los.md: {OUT}"),
    "link to itself": (link("los.md"), f"docs/los.md: {OUT}"),
    "link to a folder": (link(".", "docs/los"), f"docs/los: {OUT}"),
    "link to what git keeps": (link("../.git/config"), f"docs/los.md: {OUT}"),
    "link to what was built": (link("../_build/html/nl/index.html"), f"docs/los.md: {OUT}"),
    "submodule": (
        submodule,
        "docs/ander: this is a submodule, of which the commit holds nothing; put its files into the edition",
    ),
    "Git LFS": (
        file("docs/foto.jpg", POINTER),
        "docs/foto.jpg: this only says where Git LFS keeps the file; put the file itself into the commit",
    ),
    "capitals": (
        file("docs/Index.md"),
        "docs/index.md: on some systems this is the same file as docs/Index.md; rename one of them",
    ),
    "capitals of a folder": (
        file("Docs/ander.md"),
        "docs: on some systems this is the same file as Docs; rename one of them",
    ),
    "accents": (
        accents,
        "docs/caf\u00e9.md: on some systems this is the same file as docs/cafe\u0301.md; rename one of them",
    ),
    "built": (
        file("_build/html/nl/index.html"),
        "_build/html/nl/index.html: _build holds what builds make; take this out of the commit with `git rm --cached`",
    ),
    "programs": (
        file(".venv/bin/sphinx-build"),
        ".venv/bin/sphinx-build: .venv holds what builds make; take this out of the commit with `git rm --cached`",
    ),
    "compiled catalogue": (
        file("locale/en/LC_MESSAGES/index.mo"),
        f"locale/en/LC_MESSAGES/index.mo: this is a compiled catalogue, {MADE}",
    ),
    "compiled Python": (file("_ext/x/__pycache__/a.pyc"), f"_ext/x/__pycache__/a.pyc: this is compiled Python, {MADE}"),
    "control character": (file("docs/a\nb.md"), "docs/a\\nb.md: this name cannot be written everywhere; rename it"),
    "no edition": (no_conf, "there is no conf.py at the top of this commit, so it holds no edition"),
    "git's own folder": (git_folder, ".GIT/config: this name leads out of the edition, or into git's own folder"),
    "missing": (missing, "git does not have what stands in docs/index.md; `git fsck` says more"),
    "damaged": (damaged, "docs/index.md"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_the_edition_as_everybody_sees_it_is_refused(repository: Repository, name: str) -> None:
    attack, told = REFUSED[name]
    attack(repository)
    with pytest.raises(NotPublishedError) as caught:
        exported(repository)
    assert [str(each) for each in caught.value.reasons if told in str(each)], caught.value
    assert "Traceback" not in str(caught.value)


def test_all_that_is_wrong_is_told_at_once(repository: Repository) -> None:
    for attack in (file("_build/a"), file("docs/Index.md"), submodule):
        attack(repository)
    with pytest.raises(NotPublishedError) as caught:
        exported(repository)
    assert len(caught.value.reasons) == 3


def test_nothing_is_written_among_other_files(repository: Repository) -> None:
    (repository.folder.parent / "uitvoer").mkdir()
    (repository.folder.parent / "uitvoer/los.txt").write_text("x")
    with pytest.raises(NotPublishedError, match="this folder is not empty"):
        exported(repository)
