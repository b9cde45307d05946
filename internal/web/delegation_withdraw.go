package web

import (
	"crypto/rand"
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/registration"
)

// delegateWithdrawal asks before a place of the delegation is given up.
type delegateWithdrawal struct {
	page
	*delegated
	Person *delegateView
	Key    string
}

func (s *Server) showDelegateWithdrawal(c echo.Context) error {
	v, err := s.leaving(c)
	if err != nil {
		return err
	}
	p := s.page(c, s.printer(c).T("Withdraw a person"))
	if v.Named() {
		p.Title = p.T("Take a nomination back")
	}
	return s.render(c, http.StatusOK, "delegation/withdraw", delegateWithdrawal{p, theDelegation(c), v, rand.Text()})
}

// submitDelegateWithdrawal gives the place up; the desk writes to the person.
func (s *Server) submitDelegateWithdrawal(c echo.Context) error {
	v, err := s.leaving(c)
	if err != nil {
		return err
	}
	d := theDelegation(c)
	_, err = s.desk.Withdraw(c.Request().Context(), registration.Withdrawal{Key: d.key("leave", v.Reference+":"+c.FormValue("key")), EventID: d.EventID,
		RegistrationID: v.ID, Channel: registration.ChannelWeb, Actor: registration.ByCoordinator, Now: s.Now()})
	return s.toldDelegation(c, err, s.printer(c).T("The place is given up, and the person gets a mail about it."))
}

func (s *Server) leaving(c echo.Context) (*delegateView, error) {
	v, err := s.delegate(c)
	if err == nil && !v.MayLeave {
		return nil, elsewhere(theDelegation(c).URL)
	}
	return v, err
}

// submitRemind sends the mail of a nomination again, once a day.
func (s *Server) submitRemind(c echo.Context) error {
	v, err := s.delegate(c)
	if err != nil {
		return err
	}
	d, p := theDelegation(c), s.printer(c)
	err = s.desk.Remind(c.Request().Context(), d.EventID, v.Reference, s.Now())
	if f := fault.As(err); f != nil && (f.Kind == fault.TooMany || f.Kind == fault.Conflict) {
		return s.orSeeOther(c, s.tell(c, "warning", p.T(f.Message, f.Args...)), d.URL)
	}
	return s.toldDelegation(c, err, p.T("The mail is sent again."))
}
