package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/export"
)

// showDelegationList is the list as it is printed: people who come, with how they
// stand, and the day it was made.
func (s *Server) showDelegationList(c echo.Context) error {
	p := s.delegationPage(c, s.printer(c).T("List of the delegation"))
	p.Printed = p.Moment(s.Now().In(p.Programme.Event.Zone()))
	return s.render(c, http.StatusOK, "delegation/list", p)
}

// sendDelegationList sends the same as a file, which the log of exports notes.
func (s *Server) sendDelegationList(c echo.Context) error {
	d := theDelegation(c)
	f, err := export.ForDelegation(c.Request().Context(), s.db.DB, s.Now(), export.Request{EventID: d.EventID, AuthorityID: d.AuthorityID, Lang: s.printer(c).Lang()})
	if err != nil {
		return err
	}
	return sendFile(c, f.Name, f.ContentType, f.Body)
}
