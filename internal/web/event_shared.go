package web

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/url"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// sharedEvent is what the page of an event says to everybody who reads it in one
// language. It is made without any request at hand and never changed afterwards.
type sharedEvent struct {
	facts      eventFacts
	Event      event.Event
	Window     event.Window
	WindowText string
	Places     *availability
	Head       template.HTML // the parts of templates/web/event.html, filled
	Facts      template.HTML
	Programme  template.HTML
	whole      []byte // the page as a stranger gets it
	tag        string // of whole: the ETag
}

// eventFacts are all that a shared page is made from, beside its language. The
// same facts give the same page.
type eventFacts struct {
	programme *event.Programme
	counters  map[string]registration.Counter
	window    event.Window
}

// sharedParts is what the shared parts of the template are filled with.
type sharedParts struct {
	page
	Event     event.Event
	Partners  []event.Partner
	Languages string
	Loops     string // rooms with a hearing loop
	Days      []dayView
	Data      structuredEvent
}

func (s *Server) makeSharedEvent(p *locale.Printer, f eventFacts) (*sharedEvent, error) {
	e := f.programme.Event
	common := s.commonPage(p, "", url.URL{Path: "/events/" + e.Slug})
	common.Title = common.Plain(e.Title)
	shared := &sharedEvent{facts: f, Event: e, Window: f.window, WindowText: windowText(p, &e, s.Now()),
		Places: newAvailability(p, f.counters, event.RootCode)}
	if err := s.fillShared(shared, common); err != nil {
		return nil, err
	}
	var err error
	if shared.whole, err = s.views.fill("event", "layout.html", eventPage{page: common, sharedEvent: shared}); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(shared.whole)
	shared.tag = `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return shared, nil
}

// fillShared fills the parts. They are our own templates' work, escaped there, and
// go into the page as they are.
func (s *Server) fillShared(shared *sharedEvent, common page) error {
	pr, p := shared.facts.programme, common.Printer
	parts := sharedParts{page: common, Event: pr.Event, Partners: pr.Partners, Languages: languageNames(p, pr.Event.Locales),
		Loops: roomsWithLoop(pr), Days: programmeDays(p, pr, shared.facts.counters), Data: s.structured(common, pr, shared.facts.counters)}
	for name, into := range map[string]*template.HTML{
		"shared-head": &shared.Head, "shared-facts": &shared.Facts, "shared-programme": &shared.Programme,
	} {
		part, err := s.views.fill("event", name, parts)
		if err != nil {
			return err
		}
		*into = template.HTML(part)
	}
	return nil
}
