package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/registration"
)

// eventPage shows an event with its programme, its places and the facts about
// access, all before anybody has to choose. What everybody sees comes ready made.
type eventPage struct {
	page
	*sharedEvent
	Own *registration.Registration // the visitor's, when there is one
}

// showEvent gives strangers the one page made for all of them. Who carries a
// session gets a page of their own around the shared parts.
func (s *Server) showEvent(c echo.Context) error {
	shared, err := s.sharedEvent(c.Request().Context(), c.Param("slug"), s.printer(c))
	if err != nil {
		return err
	}
	if s.isStranger(c) && onlyLanguage(c.QueryParams()) {
		return sendWhole(c, shared.whole, shared.tag)
	}
	own, err := s.ownRegistration(c, shared.Event.ID)
	if err != nil {
		return err
	}
	p := s.page(c, "")
	p.Title = p.Plain(shared.Event.Title)
	return s.render(c, http.StatusOK, "event", eventPage{p, shared, own})
}

// onlyLanguage is true when an address asks for nothing but a language: the links
// of the page's language switch are the same then, whoever asks.
func onlyLanguage(query map[string][]string) bool {
	_, chosen := query[languageParam]
	return len(query) == 0 || len(query) == 1 && chosen
}

// sendWhole sends a ready page, or 304 to a browser that has it already (RFC 9110,
// 13.1.2).
func sendWhole(c echo.Context, body []byte, tag string) error {
	h := c.Response().Header()
	h.Set("ETag", tag)
	for known := range strings.SplitSeq(c.Request().Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == tag {
			return c.NoContent(http.StatusNotModified)
		}
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	return c.HTMLBlob(http.StatusOK, body)
}

// ownRegistration is the live registration of whoever proved an address in this
// session; nil for everybody else.
func (s *Server) ownRegistration(c echo.Context, eventID int64) (*registration.Registration, error) {
	id := s.personID(c)
	if id == 0 {
		return nil, nil
	}
	return registration.LiveOf(c.Request().Context(), s.db, eventID, id)
}
