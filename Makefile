# What Convene is built, run, tested and measured with. Go is all a machine needs
# to have; what else is missing is installed, or named with the command for it.

.DEFAULT_GOAL := help
.PHONY: help build run test check prove bench setup clean

# The program is static; only the race detector needs more.
export CGO_ENABLED ?= 0

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build bin/convene
	go build -trimpath -o bin/convene ./cmd/convene

run: build ## run the demo on http://127.0.0.1:8080; Ctrl-C stops it
	@exec bin/convene demo

# All test processes share one private PostgreSQL, which starts before them and
# stops after them.
shared = go run ./internal/postgres/pgtest/shared

# Drawing is pure and long: its own tests do without the race detector, which sees
# it at work in those of internal/paper and internal/web.
pure = ./internal/document

test: setup check ## run every check and every test
	go test -timeout 15m $(pure)
	CGO_ENABLED=1 $(shared) go test -race -timeout 15m $$(go list ./... | grep -vx $(pure:./%=convene/%))

check: ## format, vet, staticcheck
	@unformatted=$$(gofmt -l cmd internal migrations templates); \
	if [ -n "$$unformatted" ]; then echo "gofmt -w is due for:" $$unformatted; exit 1; fi
	go vet -tags prove ./...
	go tool staticcheck -tags prove ./...

# Ten minutes and more: histories by the thousand, every guard left out once to see
# a test miss it; then, with a table each, programs and PostgreSQL killed twenty
# times, and the real program in a rush, killed every second, and with a database
# that restarts. The last ones want the machine to themselves.
killed = ^TestKilled(Programs|Database)

prove: ## prove that places are never lost nor given twice
	$(shared) go test -count=1 -tags prove -timeout 40m -skip '$(killed)' ./internal/allocation ./internal/registration -rapid.checks=1000
	$(shared) go test -v -count=1 -tags prove -timeout 40m -p 1 -run '$(killed)|^TestProof' ./internal/registration ./cmd/convene

bench: build ## measure, beside the limit of this machine; writes build/bench.json and .md
	@.ci/setup bench
	go run ./cmd/convene-bench $(BENCH)

setup: ## install what the tests need
	@.ci/setup

clean: ## remove what was built here
	rm -rf bin build
