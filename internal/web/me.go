package web

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// minePage lists every registration of the address that was proved.
type minePage struct {
	page
	Items []mineItem
}

type mineItem struct {
	registration.Registration
	Event   event.Event
	Heading string
	Note    string // the number on the waiting list, or until when an answer is asked for
}

func (s *Server) showMine(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := registration.OfPerson(ctx, s.db, s.personID(c))
	if err != nil {
		return err
	}
	p := minePage{page: s.page(c, s.printer(c).T("My registrations"))}
	for _, r := range all {
		pr, err := event.Load(ctx, s.db, r.EventID)
		if err != nil {
			return err
		}
		item := mineItem{Registration: r, Event: pr.Event, Heading: p.StateWord(&r)}
		if item.Note, err = s.rootNote(c, &r, pr); err != nil {
			return err
		}
		p.Items = append(p.Items, item)
	}
	return s.render(c, http.StatusOK, "me/list", p)
}

// rootNote says how the place at the event stands while it is no confirmed one.
func (s *Server) rootNote(c echo.Context, r *registration.Registration, pr *event.Programme) (string, error) {
	state := allocation.RegistrationState(r.State)
	if state == allocation.RegistrationConfirmed || state == allocation.RegistrationWithdrawn {
		return "", nil
	}
	places, err := registration.PlacesOf(c.Request().Context(), s.db, r.ID)
	root, p := rootPlace(places), s.printer(c)
	if err == nil && root.State == string(allocation.Waiting) {
		return registration.PlaceWord(p, root), nil
	}
	return registration.Why(p, pr, root), err
}

// registrationPage is one registration with what can be done about it. Key makes
// a form of it count once.
type registrationPage struct {
	page
	*ownPage
	Key       string
	Questions []question
	Request   *requestView
	Effects   []string // of withdrawing as a request
	Papers    papersView
}

func (s *Server) showRegistration(c echo.Context) error {
	own, err := s.mine(c)
	if err != nil {
		return err
	}
	p := registrationPage{page: s.page(c, ""), ownPage: own}
	p.Title = p.Plain(own.Programme.Event.Title)
	if p.Questions, err = s.ownQuestions(c, own); err != nil {
		return err
	}
	if p.Request, err = s.requestView(c, own); err != nil {
		return err
	}
	if p.Papers, err = s.papers(c, own); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "me/registration", p)
}

// submitChangeSharing keeps new answers about sharing: one page, one step, at once
// (DP-05). It is possible as long as the registration lives, also after the day
// until which places can be changed.
func (s *Server) submitChangeSharing(c echo.Context) error {
	own, err := s.mine(c)
	if err != nil {
		return err
	}
	if own.Named || own.Registration.State == string(allocation.RegistrationWithdrawn) {
		return elsewhere(own.URL)
	}
	p := s.printer(c)
	consents := consentsOf(consentQuestions(p, own.Programme), c.Request().PostForm)
	err = registration.SetConsents(c.Request().Context(), s.db.DB, own.Registration.ID, consents, p.Lang(), registration.ChannelWeb, s.Now())
	if err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", p.T("Your choices about sharing are saved.")), own.URL)
}

func (s *Server) showWithdraw(c echo.Context) error {
	own, err := s.changeable(c)
	if err != nil {
		return err
	}
	p := registrationPage{page: s.page(c, s.printer(c).T("Withdraw from this event")), ownPage: own, Key: rand.Text()}
	if own.MustAsk {
		request := registration.Request{EventID: own.Registration.EventID, RegistrationID: own.Registration.ID, Kind: registration.RequestWithdraw}
		if p.Effects, err = s.effectsOf(c, own, &request); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "me/withdraw", p)
}

func (s *Server) submitWithdraw(c echo.Context) error {
	own, err := s.changeable(c)
	if err != nil {
		return err
	}
	_, err = s.desk.Withdraw(c.Request().Context(), registration.Withdrawal{Key: own.key("withdraw", c.FormValue("key")),
		EventID: own.Registration.EventID, RegistrationID: own.Registration.ID,
		Channel: registration.ChannelWeb, Actor: "participant", Now: s.Now()})
	if frozen(err) {
		return s.ask(c, own, registration.Request{RegistrationID: own.Registration.ID, Kind: registration.RequestWithdraw})
	}
	if err != nil {
		return err
	}
	p := s.printer(c)
	return s.orSeeOther(c, s.tell(c, "done", p.T("You have withdrawn. Your places go to the next people waiting, and we sent you a mail about it.")), "/me")
}

// changeable is one's own registration while it can be changed or a change be asked
// for; otherwise its page says why not.
func (s *Server) changeable(c echo.Context) (*ownPage, error) {
	own, err := s.mine(c)
	if err == nil && !own.Open && !own.Frozen {
		return nil, elsewhere(own.URL)
	}
	return own, err
}

// key makes a form's key one of this registration: nobody reads another's outcome
// by guessing it (rule 13).
func (o *ownPage) key(deed, sent string) string {
	return "web:" + deed + ":" + strconv.FormatInt(o.Registration.ID, 10) + ":" + sent
}
