using NhatLe.Platform.Data;

namespace NhatLe.Exchange.Parcels;

/// <summary>What a partner was not told, as an operator decided (bỏ qua thông điệp); it stays when the parcel is swept.</summary>
public sealed class LeftOutParcel : Subject
{
    LeftOutParcel() { } // EF

    public string Carrier { get; private init; } = "";

    /// <summary>Of the record.</summary>
    public string Code { get; private init; } = "";

    public string Event { get; private init; } = "";

    /// <summary>Legal time.</summary>
    public DateTimeOffset LeftOutAt { get; private init; }

    public static LeftOutParcel Of(Parcel parcel, DateTimeOffset at) => new() { Id = parcel.Id, Carrier = parcel.Carrier, Code = parcel.Code, Event = parcel.Event, LeftOutAt = at };
}
