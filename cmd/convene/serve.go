package main

import (
	"errors"
	"fmt"
	"net/url"

	"convene/internal/mail"
	"convene/internal/web"
)

// serveCommand runs the program for real events.
type serveCommand struct{}

// Help shows an example.
func (serveCommand) Help() string {
	return `Needs CONVENE_SECRET_KEY, CONVENE_BASE_URL, CONVENE_SMTP_URL and
CONVENE_MAIL_FROM. Without CONVENE_DATABASE_URL it keeps its data in a private
PostgreSQL in CONVENE_DATA_DIR. Run convene migrate before the first start and
after each update.

Example: CONVENE_SECRET_KEY=$(cat key) CONVENE_BASE_URL=https://register.example.org \
  CONVENE_SMTP_URL=smtp://user:password@mail.example.org:587 \
  CONVENE_MAIL_FROM="Registration <registration@example.org>" convene serve`
}

// Run serves until the program is told to stop.
func (serveCommand) Run(in *invocation) (err error) {
	if err := in.config.complete(); err != nil {
		return err
	}
	listener, err := listen(in.config.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // closed already, unless the server never ran
	s, err := in.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := in.refuseDemo(s); err != nil {
		return err
	}
	site, letters := in.settings()
	p, err := newProgram(in, s, listener, site, letters)
	if err != nil {
		return err
	}
	return p.run(in.ctx, func() { fmt.Fprintf(in.out, "ready: %s\n", in.config.BaseURL) })
}

// settings are those of the site and its mail.
func (in *invocation) settings() (web.Config, mail.Options) {
	c, log := &in.config, in.newLog()
	site := web.Config{
		BaseURL: c.BaseURL, Listen: c.Listen, Secret: c.Secret, TrustedProxies: c.TrustedProxies,
		Contact: c.MailFrom.Address, Log: log, Now: in.now,
	}
	return site, mail.Options{SMTP: c.SMTP, From: c.MailFrom.String(), BaseURL: c.BaseURL, Log: log, Now: in.now}
}

// complete names everything that real events need and the environment lacks.
func (c *Config) complete() error {
	var missing []error
	need := func(name string, there bool, why string) {
		if !there {
			missing = append(missing, fmt.Errorf("%s is not set: %s", name, why))
		}
	}
	need("CONVENE_SECRET_KEY", len(c.Secret) > 0, "set it to a secret of 32 bytes or more, the same at every start; make one with `openssl rand -hex 32`")
	need("CONVENE_BASE_URL", c.BaseURL != "", "set it to the address people type, such as https://register.example.org")
	need("CONVENE_SMTP_URL", c.SMTP != nil, "set it to your mail server, such as smtp://user:password@mail.example.org:587")
	need("CONVENE_MAIL_FROM", c.MailFrom != nil, "set it to the sender of all mails, such as Registration <registration@example.org>")
	if c.BaseURL != "" && !c.encrypted() {
		missing = append(missing, errors.New("CONVENE_BASE_URL begins with http: personal data needs https; put a proxy with a certificate in front"))
	}
	return errors.Join(missing...)
}

// encrypted tells whether people reach the site by https, or only from this
// machine, where nobody listens in.
func (c *Config) encrypted() bool {
	u, err := url.Parse(c.BaseURL)
	return err == nil && (u.Scheme == "https" || isLoopback(u.Hostname()))
}

// refuseDemo keeps accounts with a public password off a real site.
func (in *invocation) refuseDemo(s *store) error {
	demo, err := in.isDemo(s)
	if err == nil && demo {
		return errors.New("the database holds the demo's accounts, whose password is public: use another database, or set CONVENE_DATA_DIR to another folder")
	}
	return err
}
