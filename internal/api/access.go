package api

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
)

// public is the scope of what everybody may ask.
const public = ""

// admit lets in who has the scope of an operation. It stands before the body is
// read: a stranger learns nothing, not even what is wrong with it.
func (s *Server) admit(scope string) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		v := visitOf(c.Context())
		if err := s.identify(c.Context(), v, c.Header("Authorization"), scope); err != nil {
			s.refuse(c, v, err)
			return
		}
		next(c)
	}
}

// identify finds out who asks and counts the request.
func (s *Server) identify(ctx context.Context, v *visit, authorization, scope string) error {
	if scope == public {
		return s.limits.takeAddress(v.address)
	}
	b, err := s.bearer(ctx, authorization)
	if err != nil {
		if limited := s.limits.takeAddress(v.address); limited != nil {
			return limited
		}
		return err
	}
	v.bearer = b
	if err := s.limits.takeToken(b.Token.ID); err != nil {
		return err
	}
	if !b.May(scope) {
		return &coded{code: "missing-scope", err: fault.New(fault.Forbidden,
			"This needs a token with the scope “%s”, of an account that may do it.", scope)}
	}
	return nil
}

// bearer reads the token of the header (RFC 6750, 2.1).
func (s *Server) bearer(ctx context.Context, authorization string) (*account.Bearer, error) {
	scheme, secret, _ := strings.Cut(authorization, " ")
	secret = strings.TrimSpace(secret)
	if !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return nil, &coded{code: "no-token", status: http.StatusUnauthorized, challenge: `Bearer realm="Convene"`,
			err: fault.New(fault.Forbidden, "Send a token: “Authorization: Bearer” and the token. Organisers make them on the page of their event.")}
	}
	sum := sha256.Sum256([]byte(secret))
	b, err := s.bearers.get(string(sum[:]), func() (*account.Bearer, error) {
		return account.ByToken(ctx, s.db, s.Now(), secret)
	})
	if fault.Is(err, fault.NotFound) {
		return nil, &coded{code: "unknown-token", status: http.StatusUnauthorized,
			challenge: `Bearer realm="Convene", error="invalid_token"`, err: err}
	}
	if err == nil && !b.Token.Live(s.Now()) {
		return nil, &coded{code: "unknown-token", status: http.StatusUnauthorized,
			challenge: `Bearer realm="Convene", error="invalid_token"`, err: fault.New(fault.NotFound, "This token is not known, has ended or was revoked.")}
	}
	return b, err
}

// programme gives an event of any kind, at most a second old.
func (s *Server) programme(ctx context.Context, slug string) (*event.Programme, error) {
	if !readable(slug) {
		return nil, noEvent()
	}
	return s.programmes.get(slug, func() (*event.Programme, error) {
		e, err := event.BySlug(ctx, s.db, slug)
		if err != nil {
			return nil, err
		}
		return event.Load(ctx, s.db, e.ID)
	})
}

// theirs gives an event that the token reaches. Any other does not exist for it
// (ASVS 8.2.2).
func (s *Server) theirs(ctx context.Context, v *visit, slug string) (*event.Programme, error) {
	pr, err := s.programme(ctx, slug)
	if err != nil {
		return nil, err
	}
	if !v.bearer.Reaches(pr.Event.ID) {
		return nil, noEvent()
	}
	return pr, nil
}

func noEvent() error { return fault.New(fault.NotFound, "There is no such event.") }

// longestName bounds what is looked up by a name in an address.
const longestName = 100

// readable tells whether a name in an address can be one of ours. PostgreSQL
// takes no NUL and no broken UTF-8, and says so in an error of its own.
func readable(name string) bool {
	return name != "" && len(name) <= longestName && strings.IndexFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
