package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/locale"
	"convene/internal/mail"
)

// retryURL is the form that sends a letter again.
func (p organisePage) retryURL(id int64) string {
	return p.Base + "/mail/" + strconv.FormatInt(id, 10)
}

// retryMail puts a letter that was given up back into the outbox.
func (s *Server) retryMail(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	ctx, now := c.Request().Context(), s.Now()
	if err := mail.Retry(ctx, s.db, id, pr.Event.ID, now); err != nil {
		return err
	}
	s.wakeMail()
	if err := account.Record(ctx, s.db, now, a.ID, "retry-mail", pr.Event.Slug, map[string]int64{"mail": id}); err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", s.printer(c).T("The mail is on its way again.")), organiseURL(&pr.Event))
}

// mailMark is the shape of a letter's state.
func mailMark(state string) string {
	switch state {
	case "sent", "kept":
		return "done"
	case "failed":
		return "error"
	}
	return "waiting"
}

// mailWord is the word beside it.
func mailWord(p *locale.Printer, state string) string {
	switch state {
	case "sent":
		return p.T("Sent")
	case "kept":
		return p.T("Kept in the demo")
	case "failed":
		return p.T("Not delivered")
	}
	return p.T("On its way")
}
