// Records: a login session of systemd-logind.

/** A login session, as systemd-logind keeps it in `/run/systemd/sessions`. */
export interface LoginSession {
  /**
   * `online`, `active`: somebody is logged in. `opening`. `closing`: nobody is any more, but processes are left.
   * `ended`: logind knows no such session. `unknown`: could not look.
   */
  readonly state: "opening" | "online" | "active" | "closing" | "ended" | "unknown";
  /** `x11`, `wayland`, `tty`, `unspecified`, …; undefined if it is not known. */
  readonly type: string | undefined;
}
