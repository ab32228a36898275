namespace HrpPortal.Gateway;

/// <summary>Which of ABDM's two wire formats is spoken: v0.5 has ids and times in the body, v3 in headers (protocol §1).</summary>
public enum GatewayDialect { V05, V3 }
