package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"convene/internal/registration"
)

// formula is the function that edge_names.csv asks for in one of its rows.
const formula = `=HYPERLINK("http://x.example","a")`

// edges are the people of edge_names.csv as they typed themselves. Each stands
// in a country of its own place of the list, so that rows come back in order.
func edges(t *testing.T) []registration.Details {
	t.Helper()
	file, err := os.Open("../demo/data/edge_names.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var people []registration.Details
	for _, row := range rows[1:] {
		d := registration.Details{Given: row[1], Family: row[2], Latin: row[3] + " " + row[4], Function: "Mayor", Organisation: "'s-Hertogenbosch"}
		switch {
		case strings.HasPrefix(row[0], "formula"):
			d.Function = formula
		case strings.HasPrefix(row[0], "plus-prefixed"):
			d.Function = "+37360000000"
		}
		people = append(people, filled(d))
	}
	return people
}

// registerEdges signs them all up and gives them as they are stored, by address.
func (f *fixture) registerEdges() map[string]registration.Details {
	stored := map[string]registration.Details{}
	for _, d := range edges(f.t) {
		f.register(d, yes("iris"))
	}
	rows, _, err := registration.List(f.ctx, f.db.DB, f.madrid.Event.ID, registration.Filter{Limit: 100})
	f.must(err)
	for _, r := range rows {
		stored[r.Email] = r.Details
	}
	if len(stored) != 18 {
		f.t.Fatalf("%d people of edge_names.csv are registered, not 18", len(stored))
	}
	return stored
}

// Every row of edge_names.csv comes back from every format of a partner.
func TestEdgeNamesRoundTrip(t *testing.T) {
	t.Parallel()
	f := setup(t)
	people := f.registerEdges()
	want := func(kind string, row map[string]string, written func(string) string) {
		t.Helper()
		d := people[row["email"]]
		if d.Badge == "" || row["name"] != written(d.Badge) || row["latin_name"] != written(d.Latin) ||
			row["authority"] != written(d.Organisation) || row["function"] != written(d.Function) {
			t.Errorf("%s: %q, want %+v", kind, row, d)
		}
	}
	exactly := func(s string) string { return s }
	plain := f.partnerFile(f.iris, CSV)
	if bytes.HasPrefix(plain.Body, []byte(byteOrderMark)) || !bytes.HasSuffix(plain.Body, []byte("\r\n")) {
		t.Error("the exact CSV begins with a byte order mark, or does not end its lines with CR LF")
	}
	table := readCSV(t, plain.Body, ',')
	for _, row := range byColumn(t, table) {
		want("csv", row, exactly)
	}
	for _, row := range attendeesOf(t, f.partnerFile(f.iris, JSON)) {
		want("json", row, exactly)
	}
	for _, row := range byColumn(t, keyed(workbook(t, f.partnerFile(f.iris, XLSX).Body)["People"], table[0])) {
		want("xlsx", row, exactly)
	}
	for _, row := range byColumn(t, keyed(f.excelRows(), table[0])) {
		want("csv-excel", row, guard)
	}
}

// excelRows are the rows of the CSV for Excel, its byte order mark taken off.
func (f *fixture) excelRows() [][]string {
	body, marked := bytes.CutPrefix(f.partnerFile(f.iris, CSVExcel).Body, []byte(byteOrderMark))
	if !marked {
		f.t.Error("the CSV for Excel has no byte order mark")
	}
	return readCSV(f.t, body, ',')
}

// keyed puts the keys of the exact CSV over a table with headings in words.
func keyed(table [][]string, keys []string) [][]string {
	return append([][]string{keys}, table[1:]...)
}

func attendeesOf(t *testing.T, file *File) []map[string]string {
	t.Helper()
	var e struct{ Items []map[string]string }
	if err := json.Unmarshal(file.Body, &e); err != nil {
		t.Fatal(err)
	}
	if len(e.Items) != file.Rows {
		t.Errorf("JSON has %d people, %d were announced", len(e.Items), file.Rows)
	}
	return e.Items
}

// workbook reads every sheet; cells that are no text fail the test.
func workbook(t *testing.T, body []byte) map[string][][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // read from memory
	sheets := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			checkCells(t, f, name, i+1, rows[i])
			rows[i] = append(rows[i], make([]string, max(0, len(rows[0])-len(rows[i])))...)
		}
		sheets[name] = rows
	}
	return sheets
}

func checkCells(t *testing.T, f *excelize.File, sheet string, row int, cells []string) {
	t.Helper()
	for col, text := range cells {
		cell, err := excelize.CoordinatesToCellName(col+1, row)
		if err != nil {
			t.Fatal(err)
		}
		if made, err := f.GetCellFormula(sheet, cell); err != nil || made != "" {
			t.Errorf("%s!%s is the formula %q (%v)", sheet, cell, made, err)
		}
		if kind, err := f.GetCellType(sheet, cell); err != nil || text != "" && kind != excelize.CellTypeInlineString {
			t.Errorf("%s!%s (%q) is of type %v (%v), not an inline string", sheet, cell, text, kind, err)
		}
	}
}

// The very cells the rules are about.
func TestFormulasAndApostrophes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.registerEdges()
	plain, excel := string(f.partnerFile(f.iris, CSV).Body), string(f.partnerFile(f.iris, CSVExcel).Body)
	for _, want := range []string{`"=HYPERLINK(""http://x.example"",""a"")"`, ",+37360000000,", ",Femke 't Hart,", ",'s-Hertogenbosch,"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the exact CSV lacks %s", want)
		}
	}
	for _, want := range []string{`"'=HYPERLINK(""http://x.example"",""a"")"`, ",'+37360000000,", ",Femke 't Hart,", ",'s-Hertogenbosch,"} {
		if !strings.Contains(excel, want) {
			t.Errorf("the CSV for Excel lacks %s", want)
		}
	}
	if strings.Contains(plain, "Eve\r") || strings.Contains(plain, "Eve\n") || !strings.Contains(plain, "Eve Bcc: x@example.org Test") {
		t.Error("a line break in a name got as far as the file")
	}
}

// The family name 't Hart stands alone in a cell of an organiser's file.
func TestOrganiserEdgeNames(t *testing.T) {
	t.Parallel()
	f := setup(t)
	people := f.registerEdges()
	for _, row := range byColumn(t, readCSV(t, f.organiserFile(CSV, "en").Body, ',')) {
		d := people[row["email"]]
		if row["given_name"] != d.Given || row["family_name"] != d.Family || row["badge_name"] != d.Badge || row["latin_name"] != d.Latin ||
			row["organisation"] != d.Organisation || row["function"] != d.Function {
			t.Errorf("%q, want %+v", row, d)
		}
	}
	excel := string(f.organiserFile(CSVExcel, "en").Body)
	for _, want := range []string{",Femke,'t Hart,Femke 't Hart,", `"'=HYPERLINK(""http://x.example"",""a"")"`, ",'+37360000000,"} {
		if !strings.Contains(excel, want) {
			t.Errorf("the CSV for Excel lacks %s", want)
		}
	}
	workbook(t, f.organiserFile(XLSX, "en").Body)
}
