package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// submitCheck sends the registration to the desk. The draft's key makes a second
// click, a reload or a retry the same deed.
func (s *Server) submitCheck(c echo.Context) error {
	su, err := s.openSignup(c)
	if err == nil {
		err = su.reach(stepCheck)
	}
	if _, ok := whereTo(err); ok {
		return s.afterSending(c, err)
	}
	if err != nil {
		return err
	}
	su.Draft.take([]string{"event_wait", "both"}, c.Request().PostForm)
	if err := s.keepDraft(c, &su.Event, su.Draft); err != nil {
		return err
	}
	if c.FormValue("key") != su.Draft.Key {
		return elsewhere(su.url(stepCheck)) // a page of an earlier draft: look at this one first
	}
	submission, err := s.submission(c, su)
	if err != nil {
		return err
	}
	if err := s.deliver(c.Request().Context(), su, submission); err != nil {
		return s.notSubmitted(c, su, err)
	}
	s.forget(c, draftPrefix+su.Event.Slug)
	return s.seeOther(c, su.url("result"))
}

// deliver takes a sign-up to the desk: as a new registration, or as the word of
// somebody who was named.
func (s *Server) deliver(ctx context.Context, su *signup, sub *registration.Submission) error {
	var err error
	if su.Named != nil {
		_, err = s.desk.Confirm(ctx, su.confirmation(sub))
	} else {
		_, err = s.desk.Submit(ctx, *sub)
	}
	return err
}

// afterSending answers a form sent twice: the second finds the person registered and
// shows what the first brought.
func (s *Server) afterSending(c echo.Context, otherwise error) error {
	e, err := event.BySlug(c.Request().Context(), s.db, c.Param("slug"))
	if err != nil {
		return err
	}
	own, err := s.ownRegistration(c, e.ID)
	if err != nil {
		return err
	}
	if own == nil || named(own) {
		return otherwise
	}
	return s.seeOther(c, "/events/"+e.Slug+"/register/result")
}

// submission puts the draft together; a step that is no longer right is led back to.
func (s *Server) submission(c echo.Context, su *signup) (*registration.Submission, error) {
	p := s.printer(c)
	details, faults, err := s.parseDetails(c, su.Draft.Answers)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, elsewhere(su.url(stepYou))
	}
	// What filled up since the step was sent is decided, and said, by the desk.
	choices, _ := su.choices(p, su.Draft.Answers)
	details.Phone, _ = tripPhone(su.Programme, choices, su.Draft.Answers)
	return &registration.Submission{Key: "web:" + su.Draft.Key, EventID: su.Event.ID, Email: s.sessionString(c, keyEmail),
		Details: details, Choices: choices, MayWait: su.Draft.Answers.Get("event_wait") != "", Both: su.Draft.Answers.Get("both") != "",
		Consents: consentsOf(consentQuestions(p, su.Programme), su.Draft.Answers),
		Channel:  registration.ChannelWeb, Actor: "participant", Now: s.Now()}, nil
}

// notSubmitted says why the desk did not take it. Nothing typed is lost.
func (s *Server) notSubmitted(c echo.Context, su *signup, err error) error {
	f := fault.As(err)
	if f == nil || f.Kind == fault.Internal {
		return err
	}
	if err := s.count(c, su); err != nil {
		return err
	}
	switch reason := registration.Refusal(err); {
	case reason != nil:
		return s.refused(c, su, reason)
	case f.Kind == fault.Invalid:
		su.Draft.finish(stepYou, false)
		if err := s.keepDraft(c, &su.Event, su.Draft); err != nil {
			return err
		}
		return s.askYou(c, http.StatusUnprocessableEntity, su, su.Draft.Answers, f.Fields)
	}
	setRetryAfter(c, max(f.RetryAfter, time.Second))
	return s.askCheck(c, statusOf(f.Kind), su, nil, s.printer(c).T(f.Message, f.Args...))
}

// refused answers a registration that was refused as a whole. What a box or another
// answer can settle is asked for on the page that was sent; all else is explained at
// the door. The desk answers a key once and for all, so what is sent next is a new deed.
func (s *Server) refused(c echo.Context, su *signup, reason *allocation.Reason) error {
	su.Draft.Key = rand.Text()
	if err := s.keepDraft(c, &su.Event, su.Draft); err != nil {
		return err
	}
	switch reason.Code {
	case allocation.EventFull:
		return s.askCheck(c, http.StatusConflict, su, []fault.Field{{Name: "event_wait",
			Message: "The event is full. Tick the box for its waiting list, or leave your registration unsent."}}, "")
	case allocation.OtherEvent:
		return s.askCheck(c, http.StatusConflict, su, []fault.Field{{Name: "both",
			Message: "You are registered for another event on the same day. Tick the box if you want to take part in both."}}, "")
	case allocation.Delegation:
		return s.askCheck(c, http.StatusConflict, su, nil, "")
	case allocation.OfferEnded, allocation.Missing: // the door knows nothing of it any more
		if err := s.tell(c, "warning", registration.Sentence(s.printer(c), reason, su.Programme)); err != nil {
			return err
		}
	}
	return elsewhere("/events/" + su.Event.Slug + "/register")
}
