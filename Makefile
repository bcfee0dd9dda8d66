# Every command a person types. `make` alone lists them. Each one sets up what it needs first (tools/setup.sh) and, typed
# again, does only what changed.
#   LANGUAGE=nl         one language instead of both
#   AUDIENCE=internal   the internal edition, in _build/internal/, instead of the public one
#   REHEARSAL=yes       a public edition before its embargo has passed, marked as a rehearsal, in _build/rehearsal/
#   SPHINXOPTS=...      passed on to sphinx-build, as in any Sphinx project
#   T=...               passed on to pytest: make test T="-k finance"
#   UPGRADE=yes         make lock: take the newest versions that pyproject.toml allows
#   PYTHON=python3.12   the Python that .venv is made with
#   SYSTEM_PACKAGES=no  do not look at system packages

# Only a LANGUAGE typed behind make counts: many desktops set one of their own in the environment (nl_NL:nl).
ifeq ($(origin LANGUAGE),command line)
  languages := $(LANGUAGE)
else
  languages := nl en
endif
ifneq ($(filter-out nl en,$(languages))$(if $(languages),,none),)
  $(error LANGUAGE is nl or en, not "$(LANGUAGE)")
endif
unexport LANGUAGE
# Whoever forgets to choose gives nothing away.
audience := $(if $(filter command,$(origin AUDIENCE)),$(AUDIENCE),public)
ifneq ($(filter-out public internal,$(audience))$(if $(audience),,none),)
  $(error AUDIENCE is public or internal, not "$(audience)")
endif
rehearsal := $(if $(filter command,$(origin REHEARSAL)),$(filter yes,$(REHEARSAL)))
# Each has a folder of its own: nothing of one may be left among the other.
out := _build$(if $(filter internal,$(audience)),/internal,$(if $(rehearsal),/rehearsal))
# Programs speak the same language and sort the same way everywhere.
export LC_ALL := C.UTF-8
export PYTHON SYSTEM_PACKAGES

bin    := .venv/bin
sphinx := $(bin)/sphinx-build -W --keep-going -c . $(SPHINXOPTS)
edition := -D rapportage_audience=$(audience)$(if $(rehearsal), -D rapportage_rehearsal=1)
# The date of an edition is that of its last commit, not that of the build: the same source gives the same PDF.
epoch  := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),1767225600)
# The languages are built side by side, each one's messages kept together. (Whoever says -j has chosen already.)
side-by-side = $(MAKE) --no-print-directory --output-sync=target $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j2) side-by-side=

html-each    := $(languages:%=html-%)
pdf-each     := $(languages:%=pdf-%)
report-each  := $(languages:%=report-%)
preview-each := $(languages:%=preview-%)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report html latexpdf preview check schema gettext templates template-files outputs status gate publish test lint lock bench clean FORCE \
  $(html-each) $(pdf-each) $(report-each) $(preview-each)
# Goals come one after another (two would share a Sphinx environment); only `side-by-side` runs two at a time.
ifneq ($(origin side-by-side),command line)
.NOTPARALLEL:
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo '  LANGUAGE=nl or LANGUAGE=en behind report, html, latexpdf, preview: that language only'
	@echo '  AUDIENCE=internal behind the same: the internal edition; REHEARSAL=yes: before the embargo has passed'

report: .venv/ready-pdf ## everything: website and PDFs, in Dutch and English
	@+$(side-by-side) $(report-each)
	@$(bin)/rapportage chooser $(out)/html
	@echo; echo 'Made:'
	@du -sh --apparent-size $(out)/html/index.html $(languages:%=$(out)/html/%/) $(languages:%=$(out)/pdf/*-%.pdf) \
	  | awk '{ printf "  %6s  %s\n", $$1, $$2 }'
	@echo 'Open $(out)/html/index.html in a browser.'

html: .venv/ready-html ## the website, in _build/html/
	@+$(side-by-side) $(html-each)
	@$(bin)/rapportage chooser $(out)/html

latexpdf: .venv/ready-pdf ## the PDFs, in _build/pdf/
	@+$(side-by-side) $(pdf-each)

preview: .venv/ready-writing ## the website while you write: builds and reloads at every change (port 8000 nl, 8001 en)
	@$(MAKE) --no-print-directory -j2 side-by-side= $(preview-each)

check: .venv/ready-html ## find mistakes in the data, without a build
	@$(bin)/rapportage check

schema: .venv/ready-html ## write the JSON Schemas of the data, in data/schema/
	@$(bin)/rapportage schema

status: .venv/ready-html ## what has been delivered and approved, and what is missing
	@$(bin)/rapportage status

gate: .venv/ready-html ## whether this edition may be published, and if not, why
	@$(bin)/rapportage gate

# The last commit, built where there is nothing else: what stands in _build, or in no commit, has no say.
publish: .venv/ready-pdf ## build the last commit anew and, if the gate lets it pass, put it in _build/publish/
	@$(bin)/rapportage publish

# What `rapportage publish` makes of its copy of the commit, where it names the programs (bin=...) and nothing is set up.
outputs:
	@+$(side-by-side) $(report-each)
	@$(MAKE) --no-print-directory template-files

templates: .venv/ready-html template-files

# Made anew each time, so that no page that is gone leaves its template behind.
template-files:
	@rm -rf _build/gettext
	SOURCE_DATE_EPOCH=$(epoch) $(sphinx) -b gettext -d _build/doctrees/gettext docs _build/gettext
	@rm -f _build/gettext/sphinx.pot # the templates are English already

gettext: .venv/ready-writing templates ## carry new and changed texts into locale/en/, for translation
	$(bin)/sphinx-intl update -p _build/gettext -d locale -l en --no-obsolete -w 0

test: .venv/ready-test lint ## lint, and run all tests
	$(bin)/pytest $(T)

lint: .venv/ready-lint ## ruff and mypy
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy

bench: .venv/ready-html ## measure builds of a large report against plain Sphinx
	$(bin)/python benchmarks/build.py

lock: .venv/ready-lock ## pin the dependencies of pyproject.toml and package.json, with hashes, in requirements/
	@$(compile) pyproject.toml --group build -o requirements/report.txt
	@$(compile) pyproject.toml --group build --group writing -c requirements/report.txt -o requirements/writing.txt
	@$(compile) pyproject.toml --group build --group test -c requirements/writing.txt -o requirements/test.txt
	@$(compile) --group lock -o requirements/lock.txt
	@tools/npm.sh $(if $(UPGRADE),update,install) --prefix requirements --package-lock-only --omit-lockfile-registry-resolved \
	  --ignore-scripts --no-audit --no-fund --silent
	@wc -l requirements/*.txt requirements/package-lock.json

clean: ## remove what was built (.venv stays)
	rm -rf _build .mypy_cache .pytest_cache .ruff_cache .hypothesis

# One version of each package for all platforms and Pythons from 3.11 on ("fewest"), and no address of an index.
compile = $(bin)/uv --no-config pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
  --no-emit-index-url --no-emit-find-links --annotation-style line --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

# A stamp a level of set-up. A .venv that was moved or copied along with this folder does not count.
moved := $(if $(filter-out $(CURDIR),$(shell cat .venv/folder 2>/dev/null)),FORCE)
.venv/ready-%: tools/setup.sh packages.txt pyproject.toml $(wildcard requirements/*.txt requirements/*.json) $(moved)
	@tools/setup.sh $*
.PRECIOUS: .venv/ready-%

# HTML and LaTeX of a language share its doctrees: that is why report-% makes them one after another.
$(html-each): html-%:
	SOURCE_DATE_EPOCH=$(epoch) $(sphinx) -b html -d $(out)/doctrees/$* $(edition) -D language=$* docs $(out)/html/$*

$(pdf-each): pdf-%:
	@rm -f $(out)/latex/$*/*.tex
	SOURCE_DATE_EPOCH=$(epoch) $(sphinx) -q -b latex -d $(out)/doctrees/$* $(edition) -D language=$* docs $(out)/latex/$*
	SOURCE_DATE_EPOCH=$(epoch) $(bin)/rapportage pdf $(out)/latex/$* $* $(out)/pdf

$(report-each): report-%:
	@$(MAKE) --no-print-directory html-$*
	@$(MAKE) --no-print-directory pdf-$*

# Doctrees of its own, so that `make html` can run beside it; no -W, so that a warning does not stop the writing.
# What is under embargo can be previewed: a preview is a rehearsal.
# Sphinx writes sphinx.mo for a moment, before a build takes over, and Python its __pycache__: no changes.
port-nl := 8000
port-en := 8001
watched := $(wildcard conf.py data _ext _static _templates locale)
$(preview-each): preview-%:
	$(bin)/sphinx-autobuild $(SPHINXOPTS) -c . -d $(out)/doctrees/preview-$* -D rapportage_audience=$(audience) -D rapportage_rehearsal=1 -D language=$* --port $(port-$*) \
	  $(watched:%=--watch %) --ignore '*.mo' --ignore '*/__pycache__/*' docs $(out)/preview/$*
