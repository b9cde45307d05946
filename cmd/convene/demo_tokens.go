package main

import (
	"convene/internal/account"
)

// The environment's names of the demo's tokens; they are the tokens' names too.
const (
	demoTokenName        = "CONVENE_DEMO_TOKEN"
	demoPartnerTokenName = "CONVENE_DEMO_PARTNER_TOKEN"
)

// demoTokens are the tokens that the environment chose for the demo's accounts;
// empty is none.
type demoTokens struct{ Organiser, Partner string }

// setTokens makes the chosen texts the tokens of the demo's organiser, with every
// scope, and of IRIS. Those of an earlier start that are not set any more go.
func (in *invocation) setTokens(s *store) error {
	for _, t := range []account.FixedToken{
		{Email: "organiser@example.org", Name: demoTokenName, Secret: in.config.DemoTokens.Organiser,
			Scopes: []string{account.ScopeRead, account.ScopeRegister, account.ScopePartner}},
		{Email: "iris@example.org", Name: demoPartnerTokenName, Secret: in.config.DemoTokens.Partner, Scopes: []string{account.ScopePartner}},
	} {
		if err := account.SetToken(in.ctx, s.DB.DB, in.now(), t); err != nil {
			return err
		}
	}
	return nil
}
