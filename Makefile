# make setup | run | test | verify | bench | package     (README.md says what each does)
SHELL := /bin/sh
PYTHON := .venv/bin/python
OUT := out

.PHONY: setup run test verify bench package pictures clean

setup:
	@sh tools/setup.sh

run: setup
	@$(PYTHON) -m tools.run --out $(OUT)/demo

# a worker for each processor, at most four; a file's tests stay together
test: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadfile

# the long suite: more examples, the planted faults, the packaged program
verify: setup
	@QT_QPA_PLATFORM=offscreen HYPOTHESIS_PROFILE=long $(PYTHON) -m pytest --long \
	-n auto --maxprocesses 4 --dist worksteal

bench: setup
	@failed=0; for each in sign_in search import intake cases paper; do \
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tools.bench_$$each || failed=1; done; exit $$failed

package: setup
	@$(PYTHON) -m PyInstaller --noconfirm --clean --distpath $(OUT)/package --workpath build build_installer.spec

pictures: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m tools.pictures --out $(OUT)/pictures

clean:
	rm -rf build dist out
