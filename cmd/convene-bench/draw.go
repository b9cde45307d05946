package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"

	"convene/internal/document"
)

// drawing is one document to draw: its kind, the file of people and the PDF.
type drawing struct{ kind, from, to string }

// cast is who is printed; both sides read it from the same file.
type cast struct {
	Event    string   `json:"event"`
	Dates    string   `json:"dates"`
	HalfDays []string `json:"halfDays"`
	Verify   string   `json:"verify"`
	Fonts    []string `json:"fonts"`
	People   []actor  `json:"people"`
}

type actor struct {
	Name     string `json:"name"`
	Latin    string `json:"latin"`
	Function string `json:"function"`
	Body     string `json:"body"`
	Country  string `json:"country"`
	Token    string `json:"token"`
}

// actors are names of the usual lengths in the usual scripts.
var actors = []actor{
	{"Zdeněk Říha", "", "Head of the education department", "City of Brno", "Czechia", ""},
	{"Maria da Conceição Vasconcelos de Albuquerque", "", "Vice-President for schools", "Region of Coimbra", "Portugal", ""},
	{"გიორგი ღვინიაშვილი", "Giorgi Ghviniashvili", "Deputy mayor", "Tbilisi City Hall", "Georgia", ""},
	{"Սևակ Գևորգյան", "Sevak Gevorgyan", "Deputy mayor", "Yerevan", "Armenia", ""},
	{"Κωνσταντίνος Παπαδόπουλος", "Konstantinos Papadopoulos", "Councillor", "Megara", "Greece", ""},
	{"Йоана Стоянова", "Yoana Stoyanova", "School mediator", "Пловдив", "Bulgaria", ""},
	{"Éva Ács", "", "School mediator", "Szeged", "Hungary", ""},
	{"Björn Þórsson", "", "Mayor", "Reykjavík", "Iceland", ""},
}

// input writes the people and the fonts, and gives the name of the file.
func (p *press) input(people int) (string, error) {
	c := cast{Event: "Education policies for Roma: inclusive schools and Romani language and culture", Dates: "Budapest, 17–18 December 2026",
		Verify:   "https://register.example.org/certificates",
		HalfDays: []string{"Thursday 17 December 2026, morning", "Thursday 17 December 2026, afternoon", "Friday 18 December 2026, morning"}}
	for name, ttf := range map[string][]byte{"regular.ttf": dejavusans.TTF, "bold.ttf": dejavusansbold.TTF} {
		path := filepath.Join(p.folder, name)
		if err := os.WriteFile(path, ttf, 0o600); err != nil {
			return "", err
		}
		c.Fonts = append(c.Fonts, path)
	}
	slices.Sort(c.Fonts)
	slices.Reverse(c.Fonts) // regular first
	for i := range people {
		a := actors[i%len(actors)]
		a.Token = fmt.Sprintf("4TFKXQ2ZMB7WJ5RNCH8YD3%05d", i)
		c.People = append(c.People, a)
	}
	path := filepath.Join(p.folder, fmt.Sprintf("people-%d.json", people))
	content, err := json.Marshal(c)
	return path, errors.Join(err, os.WriteFile(path, content, 0o600))
}

// draw draws one document, this process's only work, and prints how many seconds
// it took, reading the input not counted, and how many MB it held at most.
func draw(_ context.Context, o options) (err error) {
	content, err := os.ReadFile(o.drawing.from)
	if err != nil {
		return err
	}
	var c cast
	if err := json.Unmarshal(content, &c); err != nil {
		return err
	}
	start := time.Now()
	file, err := os.Create(o.drawing.to)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	if err := errors.Join(c.draw(out, o.drawing.kind), out.Flush(), file.Close()); err != nil {
		return err
	}
	took := time.Since(start)
	peak, err := memoryOf("self", highestLine)
	fmt.Println(took.Seconds(), peak)
	return err
}

func (c cast) draw(w io.Writer, kind string) (err error) {
	switch kind {
	case "badges":
		_, err = document.Badges(w, c.badges())
	case "plain":
		s := c.badges()
		for i := range s.Badges {
			s.Badges[i].Token = "" // no code is drawn then
		}
		_, err = document.Badges(w, s)
	case "list":
		_, err = document.AttendanceList(w, c.attendance())
	case "certificates":
		_, err = document.Certificates(w, c.certificates())
	default:
		err = fmt.Errorf("there is no document %q", kind)
	}
	return err
}

func (c cast) badges() document.BadgeSheet {
	s := document.BadgeSheet{Event: c.Event, Dates: c.Dates, Lang: "en"}
	for _, a := range c.People {
		s.Badges = append(s.Badges, document.Badge{Name: a.Name, Latin: a.Latin, Function: a.Function, Body: a.Body, Country: a.Country,
			Role: "participant", RoleName: "Participant", RoleLetter: "P", Token: a.Token})
	}
	return s
}

func (c cast) attendance() document.Attendance {
	a := document.Attendance{Event: c.Event, Activity: "The whole event", When: c.Dates, Lang: "en", BlankLines: 20,
		Labels: document.AttendanceLabels{ListLabels: document.ListLabels{Number: "No.", Name: "Name", Page: "Page %d of %d", Continued: "%s (continued)", WalkIns: "Not on the list"},
			Title: "Attendance list", When: "When", Where: "Where", Function: "Function", Desk: "Desk", Signature: "Signature", OnPage: "People on this page: %d",
			SignedOnPage: "Signatures on this page", Total: "People on this list: %d", SignedTotal: "Signatures in all", Certified: "Certified: name, date, signature"}}
	for _, p := range c.People {
		a.Groups = append(a.Groups, document.CountryGroup{Country: p.Country,
			Bodies: []document.BodyGroup{{Name: p.Body, People: []document.Attendant{{Name: p.Name, Latin: p.Latin, Function: p.Function}}}}})
	}
	return a
}

func (c cast) certificates() document.CertificateSheet {
	s := document.CertificateSheet{Lang: "en", Title: "Certificates"}
	for _, a := range c.People {
		s.Certificates = append(s.Certificates, document.Certificate{Title: "Certificate of attendance", Lead: "This is to certify that", Took: "took part in",
			Name: a.Name, Latin: a.Latin, Body: a.Body + ", " + a.Country, Event: c.Event, Place: c.Dates, Present: "Present on", HalfDays: c.HalfDays,
			Issued: "Issued on 19 December 2026", Signatory: "Sample Signatory", Function: "Secretary", Check: "Anybody can check this certificate at",
			Verify: c.Verify, CodeName: "Code", Code: a.Token[:20], Link: c.Verify + "#" + a.Token[:20]})
	}
	return s
}
