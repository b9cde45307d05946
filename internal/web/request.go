package web

import (
	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// requestView is what a person asked for after the freeze and hears about by mail.
type requestView struct {
	Text    string
	Effects []string
}

// frozen tells whether the freeze began while somebody was filling in a form: what
// they sent then becomes a request instead of being lost.
func frozen(err error) bool {
	reason := registration.Refusal(err)
	return reason != nil && reason.Code == allocation.Frozen
}

// ask keeps a request in the stead of an earlier one.
func (s *Server) ask(c echo.Context, own *ownPage, q registration.Request) error {
	if err := registration.Ask(c.Request().Context(), s.db.DB, q, s.Now()); err != nil {
		return err
	}
	p := s.printer(c)
	return s.orSeeOther(c, s.tell(c, "done", p.T("Your request is with the organisers, who answer by mail. Until then everything stays as it is.")), own.URL)
}

func (s *Server) submitTakeBack(c echo.Context) error {
	own, err := s.mine(c)
	if err != nil {
		return err
	}
	if err := registration.TakeBack(c.Request().Context(), s.db.DB, own.Registration.ID, s.Now()); err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", s.printer(c).T("You took your request back.")), own.URL)
}

// requestView says what is asked for at present; nil when nothing is.
func (s *Server) requestView(c echo.Context, own *ownPage) (*requestView, error) {
	if own.Asked == nil || own.Registration.State == string(allocation.RegistrationWithdrawn) {
		return nil, nil
	}
	p := s.printer(c)
	at := p.Moment(own.Asked.MadeAt.In(own.Programme.Event.Zone()))
	v := &requestView{Text: p.T("You asked on %s to change your registration. The organisers answer by mail.", at)}
	if own.Asked.Kind == registration.RequestWithdraw {
		v.Text = p.T("You asked on %s to withdraw. The organisers answer by mail.", at)
	}
	var err error
	v.Effects, err = s.effectsOf(c, own, own.Asked)
	return v, err
}

// effectsOf says what a request would do to the person's own places if an organiser
// approved it now. Whom else it touches is not theirs to know.
func (s *Server) effectsOf(c echo.Context, own *ownPage, q *registration.Request) ([]string, error) {
	p := s.printer(c)
	effects, err := s.desk.EffectsOfRequest(c.Request().Context(), q, s.Now())
	if reason := registration.Refusal(err); reason != nil {
		return []string{registration.Sentence(p, reason, own.Programme)}, nil
	}
	var words []string
	for _, e := range effects {
		if word := effectWords(p, own.Programme, e); word != "" && e.RegistrationID == own.Registration.ID {
			words = append(words, word)
		}
	}
	return words, err
}

// effectWords puts a change of one's own place into words; "" for what a person does
// not notice.
func effectWords(p *locale.Printer, pr *event.Programme, e registration.Effect) string {
	from, to := allocation.PlaceState(e.From), allocation.PlaceState(e.To)
	a := pr.ByCode(e.Activity)
	if a == nil {
		return ""
	}
	title := activityName(p, pr, a)
	switch {
	case e.Activity == event.RootCode && from.Taken() && !to.Taken():
		return p.T("It frees a place at the event.")
	case from.Taken() && !to.Taken():
		return p.T("It frees a place on “%s”.", title)
	case to == allocation.Confirmed:
		return p.T("It gives you a place on “%s”.", title)
	case to == allocation.Waiting:
		return p.T("It puts you on the waiting list of “%s”.", title)
	case from == allocation.Waiting:
		return p.T("It takes you off the waiting list of “%s”.", title)
	case to == allocation.Refused:
		return p.T("No place is free on “%s”.", title)
	}
	return ""
}
