package main

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// signIn comes in at the door of the offices, with the demo's password.
func (v *visitor) signIn(email string) {
	v.t.Helper()
	v.confide(email, "convene-demo")
	v.fill("email", email)
	v.fill("password", "convene-demo")
	v.press("Sign in")
}

// findAndPrint is an organiser's day before the seminar.
func findAndPrint(t *testing.T, h *house) {
	h.confide("ღვინ", "ghvini") // what is searched for
	v := h.visitor(t, desk)
	v.open("/organise/events/budapest")
	v.at("/sign-in")
	v.signIn("organiser@example.org")
	v.at("/organise/events/budapest")
	v.sees("Confirmed registrations", "Bus 1: Inner-city school", "Countries")

	v.press("Registrations")
	v.findBy("ღვინ", "Giorgi Ghviniashvili")
	v.findBy("ghvini", "Giorgi Ghviniashvili")
	v.findBy("gross", "Sabine Groß")
	v.findBy("isil inci", "Işıl İnci")

	v.open("/organise/events/budapest/exports")
	everyone := v.files()
	v.open("/organise/events/budapest/print")
	v.papers(everyone)
	h.saysNothingOf(t, v.addresses(), "an address")
}

// findBy searches and checks that somebody is found, and not everybody.
func (v *visitor) findBy(words, name string) {
	v.t.Helper()
	v.do("search for "+words, chromedp.Clear(field("q")))
	v.fill("q", words)
	v.press("Search")
	v.sees(name)
	if rows := ask[int](v, `document.querySelectorAll('main tbody tr').length`); rows > 5 {
		v.t.Errorf("%q finds %d people", words, rows)
	}
}

// files downloads everybody in each format and checks that they tell of the same
// people. It gives those of the exact CSV by column.
func (v *visitor) files() []map[string]string {
	v.t.Helper()
	exact := table(v.t, v.format("csv"), ',')
	excel := v.format("csv-excel")
	if !bytes.HasPrefix(excel, []byte("\ufeff")) {
		v.t.Error("the CSV for Excel begins without a byte order mark")
	}
	guarded := table(v.t, bytes.TrimPrefix(excel, []byte("\ufeff")), ',')
	workbook, err := excelize.OpenReader(bytes.NewReader(v.format("xlsx")))
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = workbook.Close() }() // only read
	rows, err := workbook.GetRows(workbook.GetSheetName(0))
	if err != nil {
		v.t.Fatal(err)
	}
	if len(rows) != len(exact) || len(guarded) != len(exact) {
		v.t.Errorf("the workbook has %d rows, the CSV for Excel %d and the exact CSV %d", len(rows), len(guarded), len(exact))
	}
	const formula = `=HYPERLINK("http://x.example","a")`
	contains := func(rows [][]string, cell string) bool {
		return slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, cell) })
	}
	if !contains(exact, formula) || !contains(rows, formula) || contains(guarded, formula) || !contains(guarded, "'=HYPERLINK(\"http://x.example\",'\"a\")") && !contains(guarded, "'"+formula) {
		v.t.Error("the function that looks like a formula must be exact in CSV and workbook, and guarded for Excel")
	}
	return byColumn(exact)
}

// format downloads everybody in one format.
func (v *visitor) format(format string) []byte {
	v.t.Helper()
	v.choose("format", format)
	name, content := v.download("Download")
	if !strings.HasPrefix(name, "budapest-sample-") {
		v.t.Errorf("the file is called %s", name)
	}
	return content
}

func table(t *testing.T, content []byte, comma rune) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(content))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func byColumn(rows [][]string) []map[string]string {
	var all []map[string]string
	for _, row := range rows[1:] {
		one := map[string]string{}
		for i, cell := range row {
			one[rows[0][i]] = cell
		}
		all = append(all, one)
	}
	return all
}
