# Short names for deploy/dev.py, which also works where there is no make. ARGS are handed on:
#   make run ARGS="--port 8080 --people 200"      make test ARGS="-k moderation"
PYTHON ?= python3
ARGS ?=

.PHONY: run test check bench bench-analysis bench-realtime bench-reports bench-hall load chaos web lock clean screenshots audit evening tickets sizes reloads fuzz attack brigades

run:
	@$(PYTHON) deploy/dev.py run $(ARGS)

test:
	@$(PYTHON) deploy/dev.py test $(ARGS)

check:
	@$(PYTHON) deploy/dev.py check

bench:
	@$(PYTHON) deploy/dev.py bench $(ARGS)

bench-realtime:
	@$(PYTHON) deploy/dev.py bench-realtime $(ARGS)

load:
	@$(PYTHON) deploy/dev.py load $(ARGS)

bench-hall:
	@$(PYTHON) deploy/dev.py bench-hall $(ARGS)

chaos:
	@$(PYTHON) deploy/dev.py chaos $(ARGS)

bench-reports:
	@$(PYTHON) deploy/dev.py bench-reports $(ARGS)

bench-analysis:
	@$(PYTHON) deploy/dev.py bench-analysis $(ARGS)

audit:
	@$(PYTHON) deploy/dev.py audit

tickets:
	@$(PYTHON) deploy/dev.py tickets $(ARGS)

sizes:
	@$(PYTHON) deploy/dev.py sizes $(ARGS)

evening:
	@$(PYTHON) deploy/dev.py evening $(ARGS)

web:
	@$(PYTHON) deploy/dev.py web

lock:
	@$(PYTHON) deploy/dev.py lock $(ARGS)

clean:
	@$(PYTHON) deploy/dev.py clean

attack:
	@$(PYTHON) deploy/dev.py attack $(ARGS)

brigades:
	@$(PYTHON) deploy/dev.py brigades $(ARGS)

fuzz:
	@$(PYTHON) deploy/dev.py fuzz $(ARGS)

screenshots:
	@$(PYTHON) deploy/dev.py screenshots $(ARGS)

reloads:
	@$(PYTHON) deploy/dev.py reloads $(ARGS)
