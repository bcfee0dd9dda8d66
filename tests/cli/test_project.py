"""The project that commands work on, and what they say where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from rapportage.cli import main
from rapportage.cli import project as projects

if TYPE_CHECKING:
    from conftest import Project

COMMANDS = (["check"], ["schema"], ["chooser", "."])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_without_a_conf_py_it_says_where_to_go(command: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["-c", str(tmp_path), *command])
    assert result.exit_code == 1
    assert result.output == f"Error: there is no conf.py in {tmp_path}; go to its folder, or name that with -c\n"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_extension_that_does_not_exist_is_named(command: list[str], project: Project) -> None:
    project.write("conf.py", "extensions = ['rapportage.plugins.edition', 'rapportage.plugins.editie']\n")
    result = project.run(*command)
    assert result.exit_code == 1
    expected = "No module named 'rapportage.plugins.editie'"
    assert result.output == f'Error: conf.py names the extension "rapportage.plugins.editie": {expected}\n'


def test_a_data_folder_that_does_not_exist_is_named(project: Project) -> None:
    project.write("conf.py", "extensions = []\nrapportage_data = 'gegevens'\n")
    result = project.run("check")
    assert result.exit_code == 1
    assert f"there is no folder {project.folder / 'gegevens'}" in result.output


def test_a_project_has_the_kinds_of_its_extensions(project: Project) -> None:
    project.write("conf.py", "extensions = ['rapportage.plugins.edition', 'sphinx.ext.todo']\nrapportage_data = 'hier'\n")
    found = projects.load(project.folder)
    assert [kind.name for kind in found.kinds] == ["unfinished", "edition"]
    assert found.data == project.folder / "hier"


def test_conf_py_may_bring_a_plugin_of_its_own(project: Project) -> None:
    project.write(
        "_ext/eigen_plugin.py",
        "from rapportage.kinds import Kind\nfrom rapportage.schema import Record, Text\n"
        "class Ding(Record, frozen=True, kw_only=True):\n    name: Text\n"
        "KINDS = (Kind('ding', 'dingen', Ding),)\n",
    )
    conf = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent / '_ext'))\n"
    project.write("conf.py", conf + "extensions = ['eigen_plugin']\nrapportage_data = 'eigen'\n")
    project.write("eigen/dingen.yaml", "een: {name: Een}\ntwee: {naam: Twee}\n")
    before = list(sys.path)
    result = project.run("check")
    assert "eigen/dingen.yaml:2:8: unknown key" in result.output
    assert "2 problems in 1 record." in result.output
    assert sys.path == before


def test_every_command_says_what_it_does() -> None:
    for name, command in main.commands.items():
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert command.help
        assert command.help.splitlines()[0] in " ".join(result.output.split())


def test_the_command_starts_without_sphinx() -> None:
    """Help and mistakes in typing come at once; only a command that wants the plugins takes the time to load them."""
    code = (
        "import sys, rapportage.cli; print([name for name in ('sphinx', 'docutils', 'myst_parser') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
