package web

import (
	"encoding/xml"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
)

// atomFeed is the list of events as a feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   atomText `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

type atomText struct {
	Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

// eventFeed writes the feed in the language asked for. An entry's id never
// changes, and its time moves only when the event itself was changed.
func (s *Server) eventFeed(c echo.Context) error {
	events, err := event.List(c.Request().Context(), s.db)
	if err != nil {
		return err
	}
	p := s.printer(c)
	feed := atomFeed{Lang: p.Lang(), ID: s.BaseURL + "/events.atom", Title: p.T("Events"), Author: atomAuthor{organiserName},
		Links: []atomLink{{"self", "application/atom+xml", s.BaseURL + "/events.atom"}, {"alternate", "text/html", s.BaseURL + "/"}}}
	var newest time.Time
	for _, e := range events {
		title, lang := e.Title.In(p.Lang(), e.DefaultLocale)
		feed.Entries = append(feed.Entries, atomEntry{ID: s.BaseURL + "/events/" + e.Slug, Title: atomText{lang, title},
			Updated: e.UpdatedAt.UTC().Format(time.RFC3339), Link: atomLink{"alternate", "text/html", s.BaseURL + "/events/" + e.Slug},
			Summary: p.T("%s, %s: %s", e.City, p.Country(e.Country), p.DateRange(e.StartsAt, e.EndsAt))})
		if e.UpdatedAt.After(newest) {
			newest = e.UpdatedAt
		}
	}
	feed.Updated = newest.UTC().Format(time.RFC3339)
	body, err := xml.Marshal(feed)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}
