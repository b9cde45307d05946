package document

import (
	"io"
	"time"
)

// Certificate certifies that one person took part, in the words and the language
// of its sheet. Latin is the Latin spelling of a Name in another script.
type Certificate struct {
	// Title is the heading, Lead and Took the words before the name and after it.
	Title, Lead, Took string
	// Body is the authority or organisation, with the country.
	Name, Latin, Body string
	// Event is its title, Place the city and the days.
	Event, Place string
	// Present stands before the half-days, each in words.
	Present  string
	HalfDays []string
	// Issued says when; Signatory may have a Function.
	Issued, Signatory, Function string
	// Check says how to verify, at the address Verify; Code is typed there, CodeName
	// its label. Link is what the QR code holds.
	Check, Verify, CodeName, Code, Link string
}

// CertificateSheet is certificates in the order they are printed, in the language
// Lang (BCP 47).
type CertificateSheet struct {
	Lang string
	// Sample is the words "Sample data" in that language, or "" for a real event.
	Sample string
	// Title of the file, for the window of a viewer.
	Title string
	// Made goes into the file's properties; zero leaves the date out.
	Made         time.Time
	Certificates []Certificate
}

// The parts of a certificate, on standing A4.
var (
	certificateEdge  = rect{10, 10, pageWidth - 20, pageHeight - 20}
	certificateTitle = rect{25, 34, 160, 20}
	certificateLead  = rect{25, 60, 160, 8}
	certificateName  = Part{Box: Box{25, 69, 160, 40}, Largest: 38, Smallest: 6, Latin: 18, Weight: "bold", Align: "centre"}
	certificateText  = rect{30, 112, 150, 114}
	certificateCode  = rect{18, 236, 36, 36}
	certificateCheck = rect{56, 240, 58, 32}
	certificateSign  = rect{121, 236, 69, 36}
)

// oneLine is down to where a name stays on one line.
const oneLine = 20

// Certificates writes certificates of attendance as PDF, a page for each: the name
// as large as fits, the Latin spelling below when needed, what was attended, who
// signs, and a code to verify it by. A sheet without certificates is an empty page.
func Certificates(w io.Writer, s CertificateSheet) ([]Warning, error) {
	var n notes
	clean(&n, &s.Sample)
	a := about{Title: text(s.Title, maxField).Plain, Lang: s.Lang, Made: s.Made}
	err := write(w, a, func(p *pen) {
		if len(s.Certificates) == 0 {
			p.page()
		}
		for _, c := range s.Certificates {
			p.page(certificateFrame(s.Sample), c.marks(&n))
		}
	})
	return n.list, err
}

// certificateFrame is two lines around the page, a thin one within a thick one.
func certificateFrame(sample string) []mark {
	marks := []mark{
		boxMark{rect: certificateEdge, Line: 1.2, Colour: blue},
		boxMark{rect: certificateEdge.inset(2.2), Line: 0.25, Colour: blue},
	}
	if sample == "" {
		return marks
	}
	tag := textMark{Y: 22, Text: sample, Face: bold, Size: 9, Colour: slate}.endingAt(certificateEdge.right() - 8)
	return append(marks, tag, boxMark{rect: rect{tag.X - 2, tag.Y - 4, tag.width() + 4, 5.8}, Line: 0.3, Colour: slate})
}

func (c Certificate) marks(n *notes) []mark {
	name := n.name(c.Name, c.Latin)
	clean(n, &c.Title, &c.Lead, &c.Took, &c.Event, &c.Place, &c.Present, &c.Issued, &c.Signatory, &c.Function, &c.Check, &c.CodeName)
	c.Body = n.line(name.Who, c.Body, maxField)
	marks := n.middle(certificateTitle, []paragraph{{Text: c.Title, Face: bold, Size: 30, Colour: blue}})
	marks = append(marks, n.middle(certificateLead, []paragraph{{Text: c.Lead, Face: regular, Size: 13, Colour: slate}})...)
	marks = append(marks, n.nameAt(certificateName, certificateName.Box.rect(), name, oneLine, "")...)
	marks = append(marks, n.middle(certificateText, c.paragraphs(n))...)
	marks = append(marks, c.proof(n, name.Who)...)
	return append(marks, c.signature(n)...)
}

// middle sets paragraphs below each other in the middle of a place, shrunk where
// there are many.
func (n *notes) middle(place rect, paragraphs []paragraph) []mark {
	lines, _, cut := stack(place, paragraphs, 0.35)
	if cut {
		n.add(paragraphs[0].Text, CutText, paragraphs[len(paragraphs)-1].Text)
	}
	return centre.set(place, lines)
}

func (c Certificate) paragraphs(n *notes) []paragraph {
	list := []paragraph{
		{Text: c.Body, Face: regular, Size: 14, Colour: ink},
		{Text: c.Took, Face: regular, Size: 13, Colour: slate, Above: 6},
		{Text: c.Event, Face: bold, Size: 17, Colour: ink, Above: 3},
		{Text: c.Place, Face: regular, Size: 13, Colour: ink, Above: 2},
		{Text: c.Present, Face: regular, Size: 13, Colour: slate, Above: 7},
	}
	above := 2.0
	for _, h := range c.HalfDays[:min(len(c.HalfDays), maxEntries)] {
		list, above = append(list, paragraph{Text: n.line("", h, maxShort), Face: bold, Size: 12, Colour: ink, Above: above}), 0.5
	}
	return list
}

// proof is the code to scan and to type.
func (c Certificate) proof(n *notes, who string) []mark {
	var marks []mark
	if code, err := encodeLink(c.Link); err == nil {
		marks = append(marks, codeMark{rect: certificateCode, Code: code})
	} else {
		n.add(who, LongCode)
	}
	lines, _, cut := stack(certificateCheck, []paragraph{
		{Text: c.Check, Face: regular, Size: 8, Colour: slate},
		{Text: n.line(who, c.Verify, maxField), Face: bold, Size: 8, Colour: ink, Above: 0.6},
		{Text: c.CodeName, Face: regular, Size: 8, Colour: slate, Above: 2},
		{Text: n.line(who, TokenGroups(c.Code), maxField), Face: bold, Size: 9, Colour: ink, Above: 0.3},
	}, 0.5)
	if cut {
		n.add(who, CutText, c.Verify)
	}
	return append(marks, lines...)
}

// signature is when it was issued, and a line to sign on above who signs.
func (c Certificate) signature(n *notes) []mark {
	place := certificateSign
	head, _, _ := stack(rect{place.X, place.Y, place.W, 7}, []paragraph{{Text: c.Issued, Face: regular, Size: 10, Colour: ink}}, 0.5)
	line := ruleMark{place.X, place.Y + 22, place.right(), place.Y + 22, 0.3, frame}
	foot, _, cut := stack(rect{place.X, place.Y + 23.5, place.W, place.H - 22}, []paragraph{
		{Text: c.Signatory, Face: bold, Size: 10, Colour: ink},
		{Text: c.Function, Face: regular, Size: 9, Colour: slate, Above: 0.4},
	}, 0.5)
	if cut {
		n.add(c.Signatory, CutText, c.Function)
	}
	return append(append(head, line), foot...)
}

// Squares is the QR code of the certificate for a screen.
func (c Certificate) Squares() Squares { return squares(encodeLink(c.Link)) }

// Groups is the code as a person reads and types it.
func (c Certificate) Groups() string { return TokenGroups(c.Code) }
