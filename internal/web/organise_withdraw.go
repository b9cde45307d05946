package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/registration"
)

// showWithdrawal asks before places are given up for somebody.
func (s *Server) showWithdrawal(c echo.Context) error {
	p, err := s.registered(c)
	if err != nil {
		return err
	}
	if p.Withdrawn {
		return elsewhere(p.registrationURL(p.Registration))
	}
	p.Wide = false
	return s.render(c, http.StatusOK, "organise/withdraw", p)
}

// submitWithdrawal withdraws a registration for its person. The desk sends the
// mail about it; doing it twice changes nothing.
func (s *Server) submitWithdrawal(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	ctx, now := c.Request().Context(), s.Now()
	r, err := registration.ByReference(ctx, s.db, pr.Event.ID, c.Param("reference"))
	if err != nil {
		return err
	}
	_, err = s.desk.Withdraw(ctx, registration.Withdrawal{EventID: pr.Event.ID, RegistrationID: r.ID,
		Channel: registration.ChannelWeb, Actor: "account:" + strconv.FormatInt(a.ID, 10), Staff: true, Now: now})
	if err != nil {
		return err
	}
	if err := account.Record(ctx, s.db, now, a.ID, "withdraw", pr.Event.Slug+"/"+r.Reference, nil); err != nil {
		return err
	}
	said := s.tell(c, "done", s.printer(c).T("The registration is withdrawn. Its places went to the next people waiting."))
	return s.orSeeOther(c, said, organiseURL(&pr.Event)+"/registrations/"+r.Reference)
}
