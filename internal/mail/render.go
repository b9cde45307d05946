package mail

import (
	"cmp"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
	"time"
	"unicode/utf8"

	"convene/internal/locale"
	"convene/templates"
)

// Both sets are parsed at start: a missing or broken one stops the program, not
// a letter.
var (
	texts = texttemplate.Must(texttemplate.New("").Funcs(texttemplate.FuncMap{"underline": underline, "line": oneLine}).
		ParseFS(templates.Files, "mail/*.txt"))
	pages = htmltemplate.Must(htmltemplate.New("").ParseFS(templates.Files, "mail/*.html"))
)

// underline draws the line under a heading of a plain text letter.
func underline(s string) string { return strings.Repeat("-", utf8.RuneCountInString(s)) }

// lineLength bounds one line of a plain text letter, in runes.
const lineLength = 500

// oneLine keeps a value from making lines of its own in a plain text letter,
// where a line is all that tells our words from somebody's.
func oneLine(s string) string { return line(s, lineLength) }

// written is a letter in words, before it becomes a MIME message. Calendar is
// nil when there is nothing to put into one, Method its method.
type written struct {
	Subject, Text, HTML string
	Calendar            []byte
	Method              string
	ReplyTo             string
}

// write fills in the templates of a content's kind in a language. made is when
// the deed was done, organizer the bare address that calendar entries name when
// the content has no contact.
func write(c Content, lang string, made time.Time, organizer string) (*written, error) {
	p := locale.For(lang)
	switch c := c.(type) {
	case EntryCode:
		return fill("entry", newEntryView(c, p), &written{Subject: subject(c, p), ReplyTo: c.Contact})
	case Registration:
		return writeRegistration(c, p, made, organizer)
	case occasional:
		return writeOccasion(c, p)
	}
	return nil, fmt.Errorf("mail: nothing writes a letter of kind %q", c.Kind())
}

func writeOccasion(c occasional, p *locale.Printer) (*written, error) {
	zone, err := time.LoadLocation(c.occasion().Timezone)
	if err != nil {
		return nil, err
	}
	return fill("occasion", newOccasionView(c, p, zone), &written{Subject: subject(c, p), ReplyTo: c.occasion().Contact})
}

func writeRegistration(r Registration, p *locale.Printer, made time.Time, organizer string) (*written, error) {
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil {
		return nil, err
	}
	w := &written{Subject: subject(r, p), ReplyTo: r.Contact}
	if calendar, ok := r.invitation(p, zone, made, cmp.Or(addressIn(r.Contact), organizer)); ok {
		w.Method = calendar.Method
		if w.Calendar, err = calendar.Encode(); err != nil {
			return nil, err
		}
	}
	return fill("registration", newRegistrationView(r, p, zone, made, w.Method), w)
}

// fill writes both bodies with the same values.
func fill(name string, view any, w *written) (*written, error) {
	var text, html strings.Builder
	if err := texts.ExecuteTemplate(&text, name+".txt", view); err != nil {
		return nil, err
	}
	if err := pages.ExecuteTemplate(&html, name+".html", view); err != nil {
		return nil, err
	}
	w.Text, w.HTML = text.String(), html.String()
	return w, nil
}
