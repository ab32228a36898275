namespace HrpPortal.Sandbox;

/// <summary>Settings of the sandbox, from the configuration section <c>Sandbox</c> (environment: <c>Sandbox__Port</c> and so on).</summary>
public sealed class SandboxOptions
{
    /// <summary>TCP port on 127.0.0.1, the only address it listens on; 0 takes any free one.</summary>
    public int Port { get; set; } = 5090;

    /// <summary>TCP port of a second door that speaks TLS with a certificate nobody may accept; none when null, 0 takes any free one.</summary>
    public int? TlsPort { get; set; }

    /// <summary>Whether that certificate is expired as well as unknown.</summary>
    public bool TlsExpired { get; set; }

    /// <summary>For teaching: everything works, faults are off and cannot be set, and the pages say that nothing is real.</summary>
    public bool Training { get; set; }

    /// <summary>Base URL of the portal, to which callbacks go. One per client id (protocol §3.2); <see cref="SandboxState.BridgeUrl"/> changes it later.</summary>
    public string BridgeUrl { get; set; } = "http://localhost:5080";

    /// <summary>Milliseconds between the 202 and its callback.</summary>
    public int CallbackDelayMs { get; set; } = 600;

    /// <summary>v3: how often a callback that was not answered 2xx is sent again (protocol §7.1); v0.5 never does.</summary>
    public int CallbackRetries { get; set; } = 3;

    /// <summary>v3: milliseconds before the first of these; each further one waits twice as long.</summary>
    public int CallbackRetryMs { get; set; } = 2000;

    /// <summary>v3: milliseconds after a link until the patient's app asks for the data (protocol §6: 5 to 10 s); below 0 it never does.</summary>
    public int ConsentDelayMs { get; set; } = 5000;

    /// <summary>The facilities that patients find on their phones from the start; none: the one of <see cref="HipId"/>.</summary>
    public IList<SandboxFacility> Facilities { get; } = [];

    /// <summary>v3: milliseconds after a link in which context/notify finds no link yet (protocol §7.5: 0 to 5 s).</summary>
    public int NotifyLagMs { get; set; } = 5000;

    /// <summary>v3: after so many refused token requests for a patient the facility is blocked for 24 h (protocol §7.3).</summary>
    public int TokenFailures { get; set; } = 3;

    /// <summary>The one client id that may open gateway sessions.</summary>
    public string ClientId { get; set; } = "SBX_HRP_PORTAL";

    /// <summary>Its secret; worth nothing outside the sandbox.</summary>
    public string ClientSecret { get; set; } = "sandbox-only";

    /// <summary>Roles of its sessions, separated by blanks; without <c>hip</c> it may not act as a facility (401/2401).</summary>
    public string ClientRoles { get; set; } = "hip healthId OIDC offline_access";

    /// <summary>Life of a gateway session in seconds (the real one: 600 to 1800, protocol §3.1).</summary>
    public int SessionSeconds { get; set; } = 1200;

    /// <summary>The client id that may sign staff in at <c>/oidc</c>.</summary>
    public string OidcClientId { get; set; } = "hrp-portal";

    /// <summary>Its secret; worth nothing outside the sandbox.</summary>
    public string OidcClientSecret { get; set; } = "sandbox-only";

    /// <summary>The facility at which the demo people's <c>linked</c> care contexts count as linked already.</summary>
    public string HipId { get; set; } = "IN0710000001";

    /// <summary>File that keeps links, linking tokens, auth transactions across restarts; nothing is kept when null.</summary>
    public string? StateFile { get; set; }

    /// <summary>File that keeps the signing keys; null: beside the state file, or in memory when there is none. Making keys is what costs at a start.</summary>
    public string? KeyFile { get; set; }

    /// <summary>JSON file of demo people; null takes the one beside the assembly, empty starts without accounts.</summary>
    public string? PeopleFile { get; set; }

    /// <summary>The clock of every life span and time stamp; code only, for tests.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Carries callbacks in place of the network; code only, for tests that host the portal in memory.</summary>
    public HttpMessageHandler? CallbackHandler { get; set; }
}

/// <summary>A facility that the sandbox is told of.</summary>
public sealed class SandboxFacility
{
    public string HipId { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Whether it speaks v3; a call of the facility itself corrects it.</summary>
    public bool IsV3 { get; set; }
}
