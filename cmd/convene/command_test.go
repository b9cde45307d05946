package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// all are the subcommands of the contract and healthcheck.
var all = [][]string{
	{"demo"}, {"serve"}, {"migrate"}, {"account", "add"}, {"account", "reset"}, {"import", "event"}, {"import", "members"},
	{"capacity"}, {"badges"}, {"sheet"}, {"paper"}, {"pack"}, {"certificates"}, {"export"}, {"doctor"}, {"healthcheck"},
}

func TestEveryCommandShowsAnExample(t *testing.T) {
	t.Parallel()
	i := install(t)
	overview := i.run("--help").wants(t, 0)
	for _, command := range all {
		i.run(append(command, "--help")...).wants(t, 0, "Usage: convene "+strings.Join(command, " "), "Example: ", "convene "+command[0])
		if !strings.Contains(overview.out, strings.Join(command, " ")) {
			t.Errorf("--help does not name %s", command)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	i := install(t)
	for _, args := range [][]string{
		{}, {"frobnicate"}, {"badges"}, {"badges", "budapest"}, {"sheet", "budapest", "-o", "x.pdf"}, {"export", "madrid", "-o", "x.csv"},
		{"export", "madrid", "--partner", "iris", "-o", "x.txt"}, {"export", "madrid", "--partner", "iris", "--format", "pdf", "-o", "x"},
		{"capacity", "budapest", "bp-t1", "many"}, {"capacity", "budapest", "bp-t1", "--", "-3"},
		{"account", "add", "a@example.org"}, {"account", "add", "a@example.org", "--name", "A", "--role", "king"},
		{"import", "event", "no-such-file.json"}, {"demo", "--stale"},
		{"paper", "budapest", "menus", "-o", "x.pdf"}, {"paper", "budapest", "seating", "--per-row", "1", "-o", "x.pdf"},
	} {
		got := i.run(args...).wants(t, 2)
		if strings.Count(got.err, "\n") != 1 || !strings.HasPrefix(got.err, "convene: ") {
			t.Errorf("%q says %q: not one line", args, got.err)
		}
	}
}

func TestCommandsWithoutADatabase(t *testing.T) {
	t.Parallel()
	i := install(t)
	i.run("doctor").wants(t, 1, "there is no database", "convene demo")
	away := i.with("CONVENE_DATABASE_URL=postgres://convene:geheim@127.0.0.1:1/convene?connect_timeout=2")
	for _, args := range [][]string{{"migrate"}, {"doctor"}, {"badges", "budapest", "-o", "b.pdf"}} {
		got := away.run(args...).wants(t, 1, "127.0.0.1")
		if strings.Contains(got.err, "geheim") || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%q says %q", args, got.err)
		}
	}
}

// The commands of an administrator on the demo, one after the other.
func TestCommandsOnTheDemo(t *testing.T) {
	t.Parallel()
	i := install(t)
	s := i.serve("demo")
	papers(t, i)
	files(t, i)
	places(t, i)
	s.stop(t, syscall.SIGINT)
	i.run("doctor").wants(t, 0, "ok    schema", "ok    durability", "ok    clock", "ok    mail") // starts PostgreSQL for itself
}

func papers(t *testing.T, i installation) {
	t.Helper()
	for name, args := range map[string][]string{
		"badges.pdf": {"badges", "budapest"},
		"event.pdf":  {"sheet", "budapest", "event"},
		"none.pdf":   {"certificates", "budapest"},
		"bus.pdf":    {"sheet", "budapest", "bp-t1", "--lang", "fr"},

		"manifest.pdf":       {"paper", "budapest", "manifest", "bp-t1"},
		"guide.pdf":          {"paper", "budapest", "guide", "bp-t1"},
		"room-signs.pdf":     {"paper", "budapest", "room-signs", "--second", "hu"},
		"bus-signs.pdf":      {"paper", "budapest", "bus-signs"},
		"tents.pdf":          {"paper", "budapest", "tents", "bp-a1"},
		"seating.pdf":        {"paper", "budapest", "seating", "--per-row", "8"},
		"meals.pdf":          {"paper", "budapest", "meals"},
		"interpretation.pdf": {"paper", "budapest", "interpretation", "--lang", "fr"},
		"participants.pdf":   {"paper", "budapest", "participants", "--lang", "fr"},
	} {
		i.run(append(args, "-o", name)...).wants(t, 0)
		content, err := os.ReadFile(filepath.Join(i.dir, name))
		if err != nil || !bytes.HasPrefix(content, []byte("%PDF-")) {
			t.Errorf("%s begins with %.8q, %v", name, content, err)
		}
	}
	chosenBadges(t, i)
	packed(t, i)
	i.run("badges", "vienna", "-o", "x.pdf").wants(t, 1, `no event "vienna"`, "budapest, madrid")
	i.run("certificates", "budapest", "--issue", "-o", "x.pdf").wants(t, 1, "Say first who signs the certificates.")
	i.run("sheet", "budapest", "zz", "-o", "x.pdf").wants(t, 1, `"zz"`)
	i.run("paper", "budapest", "guide", "bp-a1", "-o", "x.pdf").wants(t, 1, "no field trip")
	i.run("paper", "budapest", "guide", "-o", "x.pdf").wants(t, 1, "say which")
	i.run("badges", "budapest", "-o", "no/such/folder/x.pdf").wants(t, 1, "no/such/folder")
	if left, err := filepath.Glob(filepath.Join(i.dir, ".convene-*")); err != nil || len(left) > 0 {
		t.Errorf("half files are left: %v, %v", left, err)
	}
}

// packed: all papers in one file, telling how far it is and who needs a look.
func packed(t *testing.T, i installation) {
	t.Helper()
	got := i.run("pack", "budapest", "--lang", "fr", "-o", "all.zip").wants(t, 0)
	if !strings.Contains(got.err, "100 %") || !strings.Contains(got.err, "look at ") {
		t.Errorf("it tells %s", got.err)
	}
	files, err := zip.OpenReader(filepath.Join(i.dir, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = files.Close() }() // it was only read
	for _, name := range []string{"badges/budapest-badges.pdf", "LISEZ-MOI.txt"} {
		if _, err := files.Open(name); err != nil {
			t.Error(err)
		}
	}
	i.run("pack", "vienna", "-o", "none.zip").wants(t, 1, `no event "vienna"`)
}

// chosenBadges: everybody was printed, so nobody is late any more.
func chosenBadges(t *testing.T, i installation) {
	t.Helper()
	i.run("badges", "budapest", "--late", "-o", "late.pdf").wants(t, 1, "no badge to print")
	i.run("badges", "madrid", "--late", "--role", "speaker", "--design", "label-90x54", "--double-sided", "--sort", "name", "-o", "late.pdf").wants(t, 0)
	if text := tool(t, "poppler-utils", "pdftotext", filepath.Join(i.dir, "late.pdf"), "-"); !strings.Contains(text, "Your programme") {
		t.Errorf("the backs say %s", text)
	}
	i.run("badges", "budapest", "--one", "nobody", "-o", "x.pdf").wants(t, 1, "no badge to print")
	i.run("badges", "budapest", "--role", "king", "-o", "x.pdf").wants(t, 2, `no role "king"`, "speaker")
	i.run("badges", "budapest", "--sort", "height", "-o", "x.pdf").wants(t, 2, "--sort")
	i.run("badges", "budapest", "--activity", "zz", "-o", "x.pdf").wants(t, 1, `no activity "zz"`)
	i.run("badges", "budapest", "--design", "theirs", "-o", "x.pdf").wants(t, 1, `no design "theirs"`, "a6-butterfly")
	i.run("badges", "budapest", "--design", "none.json", "-o", "x.pdf").wants(t, 1, "none.json")
	write(t, i, "flawed.json", `{"name": "flawed"}`)
	i.run("badges", "budapest", "--design", "flawed.json", "-o", "x.pdf").wants(t, 1, "flawed.json", "exactly one part")
	if _, err := os.Stat(filepath.Join(i.dir, "x.pdf")); err == nil {
		t.Error("a command that failed left a file")
	}
}

func files(t *testing.T, i installation) {
	t.Helper()
	i.run("export", "madrid", "--partner", "iris", "-o", "iris.xlsx").wants(t, 0, "SHA-256")
	if info, err := os.Stat(filepath.Join(i.dir, "iris.xlsx")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the export: %v, %v", info, err)
	}
	i.run("export", "budapest", "--partner", "iris", "-o", "x.csv").wants(t, 1, `no agreement with a partner "iris"`)
	good := "city_or_region,country_code,kind\nTestville,FR,city\n"
	write(t, i, "good.csv", good)
	i.run("import", "members", "good.csv").wants(t, 0, "1 authorities read: 1 new, 0 changed")
	i.run("import", "members", "good.csv").wants(t, 0, "0 new, 0 changed")
	write(t, i, "bad.csv", good+"Newtown,FR,city\nNowhere,XX,planet\n")
	i.run("import", "members", "bad.csv").wants(t, 1, "bad.csv:4", "nothing was changed")
	write(t, i, "newtown.csv", "city_or_region,country_code,kind\nNewtown,FR,city\n")
	i.run("import", "members", "newtown.csv").wants(t, 0, "1 new") // the bad file had not brought it
	write(t, i, "bad.json", `{"events": [{"slug": 3}]}`)
	i.run("import", "event", "bad.json").wants(t, 1, "bad.json:1", "nothing was changed")
}

func places(t *testing.T, i installation) {
	t.Helper()
	i.run("capacity", "budapest", "bp-t1", "60").wants(t, 0, "bp-t1: 60 places", "0 waiting")
	i.run("capacity", "budapest", "bp-t1", "1").wants(t, 0, "bp-t1: 1 places")
	i.run("capacity", "budapest", "bp-t1", "60").wants(t, 0, "bp-t1: 60 places")
	i.run("capacity", "budapest", "bp-t9", "60").wants(t, 1, `no activity "bp-t9"`, "bp-t1")
	i.runWith("a long enough password\n", "account", "add", "d@example.org", "--name", "Door", "--role", "desk", "--events", "madrid,budapest", "--password-stdin").wants(t, 0)
	i.runWith("short\n", "account", "reset", "d@example.org", "--password-stdin").wants(t, 1, "password: ")
	i.run("account", "add", "d@example.org", "--name", "Door").wants(t, 1, "already")
	i.run("account", "reset", "d@example.org").wants(t, 0, "Password: ")
	i.run("account", "reset", "nobody@example.org").wants(t, 1, "there is no account nobody@example.org")
}

func write(t *testing.T, i installation, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(i.dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
