package main

import (
	"cmp"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"

	"convene/internal/demo"
	"convene/internal/mail"
	"convene/internal/web"
)

// demoCommand runs the program on the sample.
type demoCommand struct {
	Fresh bool `help:"Delete what the demo has and begin again."`
}

// Help shows an example.
func (demoCommand) Help() string {
	return `Starts a private PostgreSQL (unless CONVENE_DATABASE_URL names one), fills it
with two sample events and serves them on CONVENE_LISTEN, 127.0.0.1:8080 unless
set. A second start finds the same data. Without CONVENE_SMTP_URL no mail is sent;
it can be read at /demo/mail.

Example: CONVENE_LISTEN=127.0.0.1:9000 convene demo --fresh`
}

// demoFrom is whom the demo's mails are from, unless the environment says otherwise.
var demoFrom = netmail.Address{Name: "Convene demo", Address: "convene@example.org"}

// Run serves the demo until the program is told to stop.
func (d *demoCommand) Run(in *invocation) (err error) {
	if !in.config.loopback() {
		return fmt.Errorf("the demo's password is public, so it listens on this machine only: set CONVENE_LISTEN to 127.0.0.1:8080 instead of %s", in.config.Listen)
	}
	listener, err := listen(in.config.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // closed already, unless the server never ran
	s, err := d.openSample(in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	site, letters, err := in.demoSettings(cmp.Or(in.config.BaseURL, "http://"+listener.Addr().String()))
	if err != nil {
		return err
	}
	p, err := newProgram(in, s, listener, site, letters)
	if err != nil {
		return err
	}
	summary, err := in.seed(s, p.desk)
	if err != nil {
		p.desk.Close()
		return err
	}
	return p.run(in.ctx, func() { in.announce(site, summary) })
}

// demoSettings are those of the demo's site and mail. Without a mail server,
// mail is kept to be read.
func (in *invocation) demoSettings(base string) (web.Config, mail.Options, error) {
	secret := in.config.Secret
	if len(secret) == 0 {
		var err error
		if secret, err = in.config.demoSecret(); err != nil {
			return web.Config{}, mail.Options{}, err
		}
	}
	from := demoFrom
	if in.config.MailFrom != nil {
		from = *in.config.MailFrom
	}
	log := in.newLog()
	site := web.Config{
		BaseURL: base, Listen: in.config.Listen, Demo: true, Secret: secret, TrustedProxies: in.config.TrustedProxies,
		Contact: from.Address, Log: log, Now: in.now, MailKept: in.config.SMTP == nil,
	}
	return site, mail.Options{SMTP: in.config.SMTP, From: from.String(), BaseURL: base, Log: log, Now: in.now}, nil
}

// announce says that the demo is ready and how to get in. The first line is for
// scripts, which wait for it.
func (in *invocation) announce(site web.Config, summary demo.Summary) {
	fmt.Fprintf(in.out, "ready: %s\n\nSample data, made up from beginning to end:\n", site.BaseURL)
	for _, e := range summary.Events {
		fmt.Fprintf(in.out, "  %s/events/%s  %d confirmed, %d waiting\n", site.BaseURL, e.Slug, e.Confirmed, e.Waiting)
	}
	fmt.Fprintf(in.out, "\nAccounts, password %s, at %s/sign-in:\n  %s\n",
		in.config.DemoPassword, site.BaseURL, strings.Join(summary.Accounts, "\n  "))
	if site.MailKept {
		fmt.Fprintf(in.out, "\nNo mail leaves this machine; read it at %s/demo/mail\n", site.BaseURL)
		fmt.Fprintf(in.out, "%s names people at %s/delegations, with a code from there.\n", demo.Coordinator, site.BaseURL)
	}
	fmt.Fprintln(in.out, "\nCtrl-C stops everything.")
}
