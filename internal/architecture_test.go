// Package internal_test keeps the rules of docs/architecture.md: who may import
// whom, and what is known in one place only.
package internal_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// base may be imported by every package of ours but the pure ones.
var base = []string{"internal/fault", "internal/locale", "internal/postgres"}

// mayImport says which packages of ours a package may import. One that is not
// here has no place in the house yet: give it one.
var mayImport = map[string][]string{
	"migrations":                      {},
	"templates":                       {},
	"internal/fault":                  {},
	"internal/locale":                 {"internal/fault"},
	"internal/postgres":               {"internal/fault", "migrations"},
	"internal/postgres/pgtest":        {"internal/postgres", "migrations"},
	"internal/postgres/pgtest/shared": {"internal/postgres", "internal/postgres/pgtest"},
	"internal/allocation":             {},
	"internal/document":               {},
	"internal/person":                 base,
	"internal/event":                  base,
	"internal/mail":                   with("templates"),
	"internal/account":                with("internal/mail"),
	"internal/registration":           with("internal/event", "internal/person", "internal/allocation", "internal/mail"),
	"internal/export":                 with("internal/registration", "internal/event", "internal/person"),
	"internal/presence":               with("internal/registration", "internal/event", "internal/mail", "internal/person"),
	"internal/paper":                  with("internal/registration", "internal/allocation", "internal/event", "internal/person", "internal/document", "internal/presence"),
	"internal/demo":                   with("internal/registration", "internal/allocation", "internal/event", "internal/person", "internal/account", "internal/mail"),
	"internal/api": with("internal/account", "internal/allocation", "internal/event", "internal/export", "internal/mail",
		"internal/person", "internal/registration"),
	"internal/web": with("internal/account", "internal/allocation", "internal/document", "internal/event", "internal/export", "internal/mail",
		"internal/paper", "internal/person", "internal/presence", "internal/registration", "templates"),
}

func with(more ...string) []string { return append(slices.Clone(base), more...) }

// onlyIn says where something of the outside is known, and why nowhere else. A
// path stands for everything below it.
var onlyIn = []struct {
	outside []string
	places  []string
	why     string
}{
	{[]string{"net/http", "github.com/labstack/echo", "github.com/alexedwards/scs/v2"}, []string{"cmd", "internal/web", "internal/api"},
		"a domain that knows of requests and status codes cannot be used by the command line or a task"},
	{[]string{"net/smtp", "github.com/wneessen/go-mail", "github.com/emersion/go-smtp"}, []string{"internal/mail"},
		"mail goes through the outbox, or it is lost or sent twice"},
	{[]string{"github.com/jung-kurt/gofpdf"}, []string{"internal/document"},
		"gofpdf loses a whole document on one emoji; its traps are fenced in there"},
	{[]string{"github.com/xuri/excelize"}, []string{"internal/export"},
		"a spreadsheet of people is an export, and exports are logged"},
	{[]string{"github.com/pressly/goose", "github.com/fergusstrange/embedded-postgres"}, []string{"internal/postgres"},
		"the schema and the server are its business alone"},
	{[]string{"github.com/alecthomas/kong", "os/signal"}, []string{"cmd", "internal/postgres/pgtest/shared"},
		"only a program has a command line and gets signals"},
}

// exceptions to onlyIn, each with its reason.
var exceptions = map[string]string{
	"internal/account github.com/alexedwards/scs/v2": "sessions are a table of account; scs gives the shape of a store",
}

// listed is what `go list -json` says of a package; tests may import anything.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		name := ours(p.ImportPath)
		if under(name, "cmd") {
			continue // wires everything
		}
		allowed, known := mayImport[name]
		if !known && len(p.GoFiles) > 0 {
			t.Errorf("%s has no place in the house: say in mayImport what it may import, and in docs/architecture.md what it owns", name)
			continue
		}
		for _, i := range p.Imports {
			if other := ours(i); other != "" && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s: nothing points up or sideways, so that a change stays where it is made; let a higher package call both", name, other)
			}
		}
	}
}

func TestTheOutsideIsKnownInOnePlace(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, rule := range onlyIn {
			name := ours(p.ImportPath)
			for _, i := range p.Imports {
				if underAny(i, rule.outside) && !underAny(name, rule.places) && exceptions[name+" "+i] == "" {
					t.Errorf("%s imports %s, which only %s may: %s", name, i, strings.Join(rule.places, ", "), rule.why)
				}
			}
		}
	}
}

// calls are functions that only some packages may call.
var calls = []struct {
	names  []string
	places []string
	except []string
	why    string
}{
	{names: []string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv"}, places: []string{"cmd", "internal/postgres/pgtest"},
		why: "the environment is read once, checked, and handed down as Config"},
	{names: []string{"time.Now"}, places: []string{""}, except: []string{"internal/allocation", "internal/document", "internal/event", "internal/person", "internal/export", "internal/paper", "internal/presence"},
		why: "the time comes in as an argument, or a rule about time cannot be tested"},
	{names: []string{"RunInTx", "BeginTx", "Begin"}, places: []string{""}, except: []string{"internal/web", "internal/api"},
		why: "a transaction begins in the domain, where its rule is"},
}

func TestCallsStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, file := range p.GoFiles {
			for _, called := range callsIn(t, filepath.Join(p.Dir, file)) {
				judge(t, ours(p.ImportPath), file, called)
			}
		}
	}
}

func judge(t *testing.T, name, file, called string) {
	t.Helper()
	for _, rule := range calls {
		if !slices.ContainsFunc(rule.names, func(n string) bool { return n == called || strings.HasSuffix(called, "."+n) }) {
			continue
		}
		if !underAny(name, rule.places) || underAny(name, rule.except) {
			t.Errorf("%s/%s calls %s: %s", name, file, called, rule.why)
		}
	}
}

// callsIn lists the calls of a file as they are written: "os.Getenv", "db.RunInTx".
func callsIn(t *testing.T, path string) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			left, _ := s.X.(*ast.Ident)
			if left == nil {
				left = ast.NewIdent("?")
			}
			found = append(found, left.Name+"."+s.Sel.Name)
		}
		return true
	})
	return found
}

// The rules above would keep nothing if they looked at nothing.
func TestTheRulesLookAtTheHouse(t *testing.T) {
	t.Parallel()
	var names []string
	for _, p := range packages(t) {
		names = append(names, ours(p.ImportPath))
	}
	for _, name := range []string{"cmd/convene", "internal/web", "internal/registration", "internal/allocation", "migrations"} {
		if !slices.Contains(names, name) {
			t.Errorf("go list does not show %s", name)
		}
	}
	if !slices.Contains(callsIn(t, "architecture_test.go"), "parser.ParseFile") {
		t.Error("callsIn does not see the calls of this file")
	}
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// ours gives the path of a package of this module within it; "" for any other.
func ours(path string) string {
	name, found := strings.CutPrefix(path, "convene/")
	if !found {
		return ""
	}
	return name
}

// under tells whether a package is at or below a path; every one is below "". A
// major version in an import path does not matter.
func under(name, path string) bool {
	return path == "" || name == path || strings.HasPrefix(name, path+"/")
}

func underAny(name string, paths []string) bool {
	return slices.ContainsFunc(paths, func(path string) bool { return under(name, path) })
}
