package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// errStopped says that whoever started the control plane wants it gone; it is no failure.
var errStopped = errors.New("stopped")

// up runs a control plane until standard input ends or a signal asks it to stop.
//
// Standard input is the lifeline to the test process: however that process ends, its end of the pipe closes,
// and the control plane goes with it.
func up(args []string) error {
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	dir := flags.String("dir", "", "state directory, new or empty, kept at the end (default: a temporary one, removed)")
	bare := flags.Bool("no-controller-manager", false, "leave out kube-controller-manager, and with it whatever controllers make")
	timeout := flags.Duration("timeout", 2*time.Minute, "how long the control plane may take to become ready")
	flags.Func("apiserver-flag", "one more flag for kube-apiserver, with its dashes; may be repeated", func(flag string) error {
		apiserverFlags = append(apiserverFlags, flag)
		return nil
	})
	flags.Parse(args)

	// Linux kills the children when the thread that started them ends, so this one has to stay.
	runtime.LockOSThread()
	// A test process that is gone reads no messages; that must not end us before the children are.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := context.WithCancelCause(context.Background())
	stopWhenTold(stop)

	state, remove, err := stateDir(*dir)
	if err != nil {
		return err
	}
	defer remove()
	children := children{dir: state, failed: stop}
	defer children.kill()

	starting, cancel := context.WithTimeoutCause(ctx, *timeout, fmt.Errorf("not ready after %v", *timeout))
	defer cancel()
	plane, err := start(starting, &children, !*bare)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(plane)
	}
	if err == nil {
		<-ctx.Done()
		err = context.Cause(ctx)
	}
	if errors.Is(err, errStopped) {
		return nil
	}
	return fmt.Errorf("%w\n%s", err, children.logTails())
}

// stopWhenTold calls stop at the end of standard input, or at a signal.
func stopWhenTold(stop context.CancelCauseFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-signals
		stop(errStopped)
	}()
	go func() {
		io.Copy(io.Discard, os.Stdin)
		stop(errStopped)
	}()
}

// stateDir returns the absolute path of the state directory, and what to do with it at the end.
func stateDir(dir string) (string, func(), error) {
	if dir == "" {
		dir, err := os.MkdirTemp("", "control-plane-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, err
	}
	// Every start makes new keys, which would not fit the tokens and certificates of an earlier one.
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s is not empty", dir)
	}
	return dir, func() {}, err
}
