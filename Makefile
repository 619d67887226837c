# Short names for deploy/dev.py, which also works where there is no make. ARGS are handed on:
#   make run ARGS="--port 8080 --people 200"      make test ARGS="-k moderation"
PYTHON ?= python3
ARGS ?=

NAMES = run test check web lock clean audit screenshots reloads fuzz attack brigades evening tickets sizes spreadsheet \
	bench bench-analysis bench-realtime bench-reports bench-hall load chaos

.PHONY: $(NAMES)

$(NAMES):
	@$(PYTHON) deploy/dev.py $@ $(ARGS)
