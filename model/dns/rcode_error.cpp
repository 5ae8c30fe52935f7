// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/rcode_error.h"

namespace zonescope::dns {

base::ErrorCode errorOfRcode(Rcode rcode)
{
    switch (rcode) {
    case Rcode::FormErr:
        return base::ErrorCode::RcodeFormErr;
    case Rcode::ServFail:
        return base::ErrorCode::RcodeServFail;
    case Rcode::NxDomain:
        return base::ErrorCode::RcodeNxDomain;
    case Rcode::NotImp:
        return base::ErrorCode::RcodeNotImp;
    case Rcode::Refused:
        return base::ErrorCode::RcodeRefused;
    case Rcode::NotAuth:
        return base::ErrorCode::RcodeNotAuth;
    default:
        return base::ErrorCode::RcodeOther;
    }
}

} // namespace zonescope::dns
