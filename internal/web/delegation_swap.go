package web

import (
	"crypto/rand"
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/registration"
)

func (s *Server) showSwap(c echo.Context) error {
	old, err := s.swappable(c)
	if err != nil {
		return err
	}
	return s.askDelegate(c, http.StatusOK, old, s.blankDelegate(c), nil)
}

// submitSwap hands the place to somebody else, who confirms for themselves; what
// the first one said of themselves stays theirs (places.md, rule 10).
func (s *Server) submitSwap(c echo.Context) error {
	old, err := s.swappable(c)
	if err != nil {
		return err
	}
	d, typed := theDelegation(c), c.Request().PostForm
	email, details, faults := parseDelegate(d, typed)
	if len(faults) > 0 {
		return s.askDelegate(c, http.StatusUnprocessableEntity, old, typed, faults)
	}
	_, err = s.desk.Substitute(c.Request().Context(), registration.Substitution{Key: d.key("swap", old.Reference+":"+typed.Get("key")),
		EventID: d.EventID, RegistrationID: old.ID, Email: email, Details: details, Actor: registration.ByCoordinator, Now: s.Now()})
	if faults := coordinatorFault(err); faults != nil {
		typed.Set("key", rand.Text())
		return s.askDelegate(c, http.StatusConflict, old, typed, faults)
	}
	return s.toldDelegation(c, err, s.printer(c).T("The persons are swapped. Both get a mail, and the new one confirms."))
}

// swappable is somebody whose place can go to another; for others the page of the
// delegation says how they stand.
func (s *Server) swappable(c echo.Context) (*delegateView, error) {
	v, err := s.delegate(c)
	if err == nil && !v.MaySwap {
		return nil, elsewhere(theDelegation(c).URL)
	}
	return v, err
}
