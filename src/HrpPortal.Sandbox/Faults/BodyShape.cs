using System.Text.Json.Nodes;

namespace HrpPortal.Sandbox.Faults;

/// <summary>The shapes in which errors were seen in answers (protocol §2, §7.1).</summary>
public enum BodyShape
{
    /// <summary><c>{"error":{"code":2500,"message":"…"}}</c>, the v0.5 gateway's own.</summary>
    Gateway,

    /// <summary><c>{"code":"ABDM-1024","message":"…"}</c></summary>
    Flat,

    /// <summary><c>[{"error":{…}}]</c></summary>
    GatewayList,

    /// <summary><c>[{"code":"ABDM-1010: ","message":"…"}]</c></summary>
    List,

    /// <summary><c>{"code":"900901","message":"…","description":"…"}</c>, the API manager's.</summary>
    Manager,

    /// <summary><c>{"message":"…","timestamp":"…"}</c></summary>
    MessageOnly,

    /// <summary><c>{"link.patient":"must not be null","timestamp":"…"}</c></summary>
    Field,

    /// <summary>A page for people.</summary>
    Html,

    /// <summary><c>Access Denied</c></summary>
    Text,

    /// <summary>Nothing at all.</summary>
    Empty,

    /// <summary>JSON that breaks off.</summary>
    Broken,
}

internal static class BodyShapes
{
    /// <summary>Media type and text of an error body.</summary>
    public static (string Type, string Text) Write(this BodyShape shape, string code, string message)
    {
        // A number where it is one: v0.5 writes integers, v3 and the API manager texts.
        JsonNode Code() => int.TryParse(code, out var number) ? number : code;
        JsonObject Error() => new() { ["code"] = Code(), ["message"] = message };
        const string Json = "application/json";
        return shape switch
        {
            BodyShape.Gateway => (Json, new JsonObject { ["error"] = Error() }.ToJsonString()),
            BodyShape.Flat => (Json, Error().ToJsonString()),
            BodyShape.GatewayList => (Json, new JsonArray(new JsonObject { ["error"] = Error() }).ToJsonString()),
            BodyShape.List => (Json, new JsonArray(new JsonObject { ["code"] = code + ": ", ["message"] = message }).ToJsonString()),
            BodyShape.Manager => (Json, new JsonObject { ["code"] = code, ["message"] = message, ["description"] = "Scripted by the sandbox" }.ToJsonString()),
            BodyShape.MessageOnly => (Json, new JsonObject { ["message"] = message, ["timestamp"] = "2031-05-04T09:00:00" }.ToJsonString()),
            BodyShape.Field => (Json, new JsonObject { ["link.patient"] = message, ["timestamp"] = "2031-05-04T09:00:00" }.ToJsonString()),
            BodyShape.Html => ("text/html", $"<!DOCTYPE html><html><head><title>{message}</title></head><body><h1>{message}</h1></body></html>"),
            BodyShape.Text => ("text/plain", message),
            BodyShape.Broken => (Json, "{\"error\":{\"code\":"),
            _ => (Json, ""),
        };
    }
}
