"""What the tests of the Sphinx side share: reports to build, each in a folder of its own."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.sandbox import SandboxedEnvironment
from pybtex import plugin
from sphinx import jinja2glue

from rapportage.plugins import embargo

pytest.register_assert_rewrite("editions", "published", "reports")

from editions import Edition  # noqa: E402 -- after the line above, which lets its assertions explain themselves
from published import Edition as PublishedEdition  # noqa: E402
from reports import Report  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest_plugins = ["sphinx.testing.fixtures"]


class _Templates(BytecodeCache):
    """Compiled templates, kept for all builds of a test run."""

    compiled: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.compiled.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _quick_builds() -> Iterator[None]:
    """Hundreds of small builds: each would compile the theme's templates, and look for pybtex's plugins on the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2glue, "SandboxedEnvironment", partial(SandboxedEnvironment, bytecode_cache=_Templates()))
        patch.setattr(plugin, "entry_points", cache(plugin.entry_points))
        yield


@pytest.fixture(scope="session", autouse=True)
def _after_the_embargo() -> Iterator[None]:
    """An edition can be tested before it may be public."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embargo, "clock", lambda: datetime(2200, 1, 1, tzinfo=UTC))
        yield


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Where the small reports are that tests build."""
    return Path(__file__).resolve().parent / "roots"


@pytest.fixture
def copy_of(rootdir: Path, tmp_path: Path) -> Iterator[Callable[[str], Report]]:
    """Copies of the reports in ``roots``, by name; ``copy_of('report')`` is a copy of ``roots/test-report``."""
    yield lambda name: Report.copied(rootdir / f"test-{name}", tmp_path / name)
    Report.close()


@pytest.fixture(scope="session")
def _built_once(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of a report that was built as HTML, in Dutch, and a copy of it as it was then."""
    folder = tmp_path_factory.mktemp("built")
    Report.copied(rootdir / "test-report", folder / "report").build()
    Report.close()
    shutil.copytree(folder / "report", folder / "kept")
    return folder / "report", folder / "kept"


@pytest.fixture
def built(_built_once: tuple[Path, Path]) -> Iterator[Report]:
    """The same as `report`, built already: a build costs more than a copy, but knows in which folder it was."""
    folder, kept = _built_once
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    yield Report(folder)
    Report.close()


@pytest.fixture
def report(copy_of: Callable[[str], Report]) -> Report:
    """A report with every role and directive, to edit and build."""
    return copy_of("report")


@pytest.fixture(scope="session")
def _ready(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> PublishedEdition:
    """A small edition that passes the gate: whoever wants to break something makes a copy."""
    return PublishedEdition.ready(rootdir / "test-edition", tmp_path_factory.mktemp("ready") / "edition")


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The whole edition, to look at: whoever wants to change something makes a copy."""
    return Edition.copied(tmp_path_factory.mktemp("edition") / "project")
