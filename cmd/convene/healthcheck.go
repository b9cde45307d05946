package main

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// healthcheckCommand asks the server in the same container. The image has no
// shell and no curl to do it with.
type healthcheckCommand struct{}

// Help shows an example.
func (healthcheckCommand) Help() string {
	return `Asks /readyz on the address of CONVENE_LISTEN and fails unless the server is ready.

Example: CONVENE_LISTEN=127.0.0.1:9000 convene healthcheck`
}

// Run asks once.
func (healthcheckCommand) Run(in *invocation) error {
	host, port, err := net.SplitHostPort(in.config.Listen)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1" // it listens everywhere, here too
	}
	request, err := http.NewRequestWithContext(in.ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	client := &http.Client{Timeout: 5 * time.Second}
	answer, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // its status is all we need
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server is not ready: it answers %s", answer.Status)
	}
	return nil
}
