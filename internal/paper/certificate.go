package paper

import (
	"cmp"
	"context"
	"io"
	"strings"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/presence"
)

// verifyPath is the public page that confirms a code. In the address of the QR code
// the code stands behind a #, which browsers send to nobody (ASVS 14.2.1).
const verifyPath = "/certificates"

// Certificate is an issued certificate in a reader's language: every fact of the
// PDF, for the page beside it as well.
func Certificate(c *presence.Certificate, o Personal) document.Certificate {
	p, code := locale.For(o.Lang), c.Code(o.Secret)
	title, _ := c.Title.In(p.Lang())
	host := strings.TrimPrefix(strings.TrimPrefix(o.BaseURL, "https://"), "http://")
	return document.Certificate{
		Title: p.T("Certificate of attendance"), Lead: p.T("This is to certify that"), Took: p.T("took part in"),
		Name: c.Name, Latin: c.Latin, Body: p.T("%s, %s", c.Body, p.Country(c.Country)),
		Event: title, Place: p.T("%s, %s", c.City, p.DateRange(c.StartsAt, c.EndsAt)), Present: p.T("and was present on"), HalfDays: c.Proved(p),
		Issued: p.T("Issued on %s", p.Date(c.IssuedAt)), Signatory: c.Signatory.Name, Function: c.Signatory.Function,
		Check: p.T("To check this certificate, scan the code or type it at:"), Verify: host + verifyPath, CodeName: p.T("Code"),
		Code: code, Link: o.BaseURL + verifyPath + "#" + code,
	}
}

// CertificateFile is Certificate as PDF.
func CertificateFile(e *event.Event, c *presence.Certificate, o Personal) (*Paper, error) {
	s := certificates(e, []presence.Certificate{*c}, o)
	made, err := s.write("certificate", s.draw)
	if made != nil {
		made.People = 1
	}
	return made, err
}

// Certificates are all certificates of an event that stand, in the order of their
// country, body and name, a page each.
func Certificates(ctx context.Context, db bun.IDB, e *event.Event, o Personal) (*Paper, error) {
	all, err := presence.Certificates(ctx, db, e.ID)
	if err != nil {
		return nil, err
	}
	p := locale.For(o.Lang)
	locale.Sort(p, all,
		func(c presence.Certificate) string { return p.Country(c.Country) },
		func(c presence.Certificate) string { return person.Latin(c.Body) },
		func(c presence.Certificate) string { return person.Latin(cmp.Or(c.Family, c.Given)) },
		func(c presence.Certificate) string { return person.Latin(c.Given) })
	s := certificates(e, all, o)
	made, err := s.write("certificates", s.draw)
	if made != nil {
		made.People = len(all)
	}
	return made, err
}

// certified is a source with the certificates to draw.
type certified struct {
	source
	sheet document.CertificateSheet
}

func certificates(e *event.Event, all []presence.Certificate, o Personal) *certified {
	s := &certified{source: source{Printer: locale.For(o.Lang), programme: &event.Programme{Event: *e}, activity: &event.Activity{Kind: event.KindEvent}}}
	s.sheet = document.CertificateSheet{Lang: s.Lang(), Sample: s.sample(), Title: s.T("%s: %s", s.T("Certificate of attendance"), s.eventTitle())}
	for i := range all {
		s.sheet.Certificates = append(s.sheet.Certificates, Certificate(&all[i], o))
	}
	return s
}

func (s *certified) draw(w io.Writer) ([]document.Warning, error) {
	return document.Certificates(w, s.sheet)
}
