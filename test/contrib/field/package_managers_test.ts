import assert from "node:assert/strict";
import { type Field, testField } from "./field.ts";

/** A package manager, the hook that is made for it, and how it gets a package with a library in two versions. */
interface PackageManager {
  readonly name: string;
  /** Installs the hook. */
  readonly hook: string;
  /** Makes both versions from the trees `/tmp/1` and `/tmp/2`, and lets the package manager know them. */
  readonly make: string;
  /** Installs a version: `get 1` or `get 2`. A command `$with` may come before it. */
  readonly get: string;
}

const PLAN = [
  /Processes still use files that were replaced or deleted\. What to do about it:$/,
  /^ {2}systemctl (try-)?restart demo\.service$/,
  /^ {2}# .*dbus\.service/,
];
const END = /^Which processes and files these are: lib_users -sSr$/;

const RPM = `
for version in 1 2; do
  cat >/tmp/demo.spec <<EOF
Name: demo
Version: $version
Release: 1
Summary: A library
License: MIT
BuildArch: noarch
AutoReqProv: no
%description
A library.
%files
/opt/demo/libdemo.so
EOF
  rpmbuild --quiet -bb --buildroot "/tmp/$version" --define "_rpmdir /tmp/rpms" --define '__os_install_post %{nil}' \\
    --define '__spec_install_pre %{nil}' --define '__spec_install_post %{nil}' --define '_build_id_links none' \\
    /tmp/demo.spec >/dev/null
done
createrepo_c --quiet /tmp/rpms
rpm --initdb
`;

const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    name: "apt",
    hook: "cp /project/contrib/apt/99lib-users /etc/apt/apt.conf.d/",
    make: `
      for version in 1 2; do
        mkdir "/tmp/$version/DEBIAN"
        printf 'Package: demo\\nVersion: %s\\nArchitecture: all\\nMaintainer: Demo <demo@example.com>\\nDescription: demo\\n' \\
          "$version" >"/tmp/$version/DEBIAN/control"
        dpkg-deb --build "/tmp/$version" "/tmp/demo_$version.deb" >/dev/null
      done
      cd /tmp && apt-ftparchive packages . >Packages && cd /
      echo 'deb [trusted=yes] file:/tmp ./' >/etc/apt/sources.list
      apt-get -q update >/dev/null`,
    get: '$with apt-get -q -y -o APT::Sandbox::User=root install "demo=$1"',
  },
  {
    name: "dnf",
    hook: "install -D /project/contrib/dnf/lib_users.action " +
      "/etc/dnf/plugins/post-transaction-actions.d/lib_users.action",
    make: RPM,
    get: '$with dnf -y --releasever=1 --nogpgcheck --repofrompath=demo,/tmp/rpms --repo=demo install "demo-$1"',
  },
  {
    name: "pacman",
    hook: "install -D /project/contrib/pacman/lib_users.hook /etc/pacman.d/hooks/lib_users.hook",
    make: `
      for version in 1 2; do
        printf 'pkgname = demo\\npkgver = %s-1\\npkgdesc = demo\\nsize = 1\\narch = any\\n' "$version" >"/tmp/$version/.PKGINFO"
        tar -C "/tmp/$version" -czf "/tmp/demo-$version-1-any.pkg.tar.gz" .PKGINFO opt
      done`,
    get: '$with pacman --noconfirm --noprogressbar -U "/tmp/demo-$1-1-any.pkg.tar.gz"',
  },
  {
    // What it shows of a plugin goes to the terminal.
    name: "zypper",
    hook: "install -D /project/contrib/zypper/lib_users /usr/lib/zypp/plugins/commit/lib_users",
    make: `${RPM}
      zypper -q -n --no-gpg-checks addrepo dir:/tmp/rpms demo >/dev/null`,
    get: 'script -qec "$with zypper -n --no-gpg-checks install --force demo=$1" /dev/null',
  },
];

async function inSteps(field: Field, { hook, make, get }: PackageManager, steps: string): Promise<string> {
  const { code, stdout, stderr } = await field.run(`
    for version in 1 2; do make_library "/tmp/$version/opt/demo/libdemo.so"; done
    ${make}
    with=
    get() { ${get} </dev/null; }
    get 1 >/dev/null
    install_after_upgrade
    ${hook}
    ${steps}
  `);
  assert.equal(code, 0, `${stdout}${stderr}`);
  return (stdout + stderr).replaceAll("\r", "");
}

for (const manager of PACKAGE_MANAGERS) {
  testField(`${manager.name} says after an upgrade what to restart, and ends well`, async (field) => {
    const output = await inSteps(
      field,
      manager,
      `
        start_service demo.service /opt/demo/libdemo.so
        start_service dbus.service /opt/demo/libdemo.so
        get 2`,
    );
    const lines = output.split("\n");
    const at = lines.findIndex((line) => PLAN[0]!.test(line));
    assert.notEqual(at, -1, output);
    for (const [index, line] of PLAN.entries()) assert.match(lines[at + index]!, line, output);
    assert.ok(lines.slice(at + PLAN.length).some((line) => END.test(line)), output);
  });

  testField(`${manager.name} says nothing where nothing is stale but itself`, async (field) => {
    const output = await inSteps(
      field,
      manager,
      "sleep 1000 & with='env LD_PRELOAD=/opt/demo/libdemo.so'; get 2; ls /opt/demo",
    );
    assert.doesNotMatch(output, /Processes still use|lib_users:/);
    assert.match(output, /libdemo\.so/);
  });

  testField(`${manager.name} ends well where lib_users fails, and where there is none`, async (field) => {
    for (const broken of ["printf '#!/bin/sh\\nexit 1\\n' >/usr/local/bin/lib_users", "rm /usr/local/bin/lib_users"]) {
      const output = await inSteps(field, manager, `${broken}; get 2; echo "status $?"`);
      assert.match(output, /^status 0$/m);
      assert.doesNotMatch(output, /Processes still use/);
    }
  });
}

testField("zypper without a terminal says it in its log", async (field) => {
  const zypper = PACKAGE_MANAGERS.find(({ name }) => name === "zypper")!;
  const output = await inSteps(
    field,
    { ...zypper, get: 'setsid --wait zypper -n --no-gpg-checks install --force "demo=$1"' },
    "start_service demo.service /opt/demo/libdemo.so; get 2; cat /var/log/zypper.log",
  );
  assert.match(output, /PluginScript.* {2,}systemctl (try-)?restart demo\.service$/m);
});
